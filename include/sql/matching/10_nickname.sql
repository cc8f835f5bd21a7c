-- matching.nickname: the baptismal name a Dutch everyday first name stands for.
--
-- Grain:   one row per everyday name (nickname), in letters only.
-- Reads:   nothing
-- Params:  none
-- Report:  Een roepnaam en een doopnaam (Jan, Johannes) kunnen dezelfde zijn.

-- Ambiguous names (Jo, Ton) stand under one baptismal name, the most usual one.
SELECT
    entry.nickname,
    entry.formal_name
FROM (
    VALUES
    ('JOHANNES', 'JOHANNES'), ('JAN', 'JOHANNES'), ('JOHAN', 'JOHANNES'),
    ('HANS', 'JOHANNES'), ('JOOP', 'JOHANNES'), ('HENNIE', 'HENDRIK'),
    ('HENDRIK', 'HENDRIK'), ('HENDRIKUS', 'HENDRIK'), ('HENK', 'HENDRIK'),
    ('HENRICUS', 'HENDRIK'), ('HARRY', 'HENDRIK'), ('RIK', 'HENDRIK'),
    ('WILHELMUS', 'WILLEM'), ('WILLEM', 'WILLEM'), ('WIM', 'WILLEM'),
    ('WIL', 'WILLEM'), ('PIM', 'WILLEM'), ('JACOBUS', 'JACOB'),
    ('JACOB', 'JACOB'), ('JAAP', 'JACOB'), ('KOOS', 'JACOB'), ('SJAAK', 'JACOB'),
    ('PETRUS', 'PIETER'), ('PIETER', 'PIETER'), ('PIET', 'PIETER'),
    ('PETER', 'PIETER'), ('CORNELIS', 'CORNELIS'), ('CEES', 'CORNELIS'),
    ('KEES', 'CORNELIS'), ('COR', 'CORNELIS'), ('CORNE', 'CORNELIS'),
    ('GERARDUS', 'GERARD'), ('GERARD', 'GERARD'), ('GERRIT', 'GERRIT'),
    ('GER', 'GERARD'), ('GERT', 'GERRIT'), ('ANTONIUS', 'ANTONIUS'),
    ('ANTHONIUS', 'ANTONIUS'), ('ANTON', 'ANTONIUS'), ('TON', 'ANTONIUS'),
    ('TOON', 'ANTONIUS'), ('TEUN', 'ANTONIUS'), ('THEODORUS', 'THEODORUS'),
    ('THEO', 'THEODORUS'), ('FRANCISCUS', 'FRANCISCUS'), ('FRANS', 'FRANCISCUS'),
    ('MARTINUS', 'MARTINUS'), ('MARTIN', 'MARTINUS'), ('MARTIJN', 'MARTINUS'),
    ('TINUS', 'MARTINUS'), ('NICOLAAS', 'NICOLAAS'), ('NICO', 'NICOLAAS'),
    ('KLAAS', 'NICOLAAS'), ('NIEK', 'NICOLAAS'), ('LEONARDUS', 'LEONARDUS'),
    ('LEO', 'LEONARDUS'), ('LEEN', 'LEONARDUS'), ('ADRIANUS', 'ADRIAAN'),
    ('ADRIAAN', 'ADRIAAN'), ('AD', 'ADRIAAN'), ('ARIE', 'ADRIAAN'),
    ('JOSEPHUS', 'JOZEF'), ('JOZEF', 'JOZEF'), ('JOS', 'JOZEF'), ('JEF', 'JOZEF'),
    ('BERNARDUS', 'BERNARD'), ('BERNARD', 'BERNARD'), ('BEN', 'BERNARD'),
    ('ALBERTUS', 'ALBERT'), ('ALBERT', 'ALBERT'), ('BERT', 'ALBERT'),
    ('LAMBERTUS', 'LAMBERT'), ('BART', 'BARTHOLOMEUS'),
    ('BARTHOLOMEUS', 'BARTHOLOMEUS'), ('MATTHEUS', 'MATTHEUS'),
    ('MATHIJS', 'MATTHEUS'), ('THIJS', 'MATTHEUS'), ('SEBASTIAAN', 'SEBASTIAAN'),
    ('BAS', 'SEBASTIAAN'), ('ROBERT', 'ROBERT'), ('ROB', 'ROBERT'),
    ('RICHARD', 'RICHARD'), ('DIRK', 'DIEDERIK'), ('DIEDERIK', 'DIEDERIK'),
    ('JOHANNA', 'JOHANNA'), ('HANNA', 'JOHANNA'), ('HANNEKE', 'JOHANNA'),
    ('ANNEKE', 'ANNA'), ('JO', 'JOHANNA'), ('JANNIE', 'JOHANNA'),
    ('MARIA', 'MARIA'), ('MARIE', 'MARIA'), ('RIA', 'MARIA'), ('MIEP', 'MARIA'),
    ('MIEKE', 'MARIA'), ('MARIEKE', 'MARIA'), ('RIET', 'MARIA'),
    ('ELISABETH', 'ELISABETH'), ('ELIZABETH', 'ELISABETH'), ('ELS', 'ELISABETH'),
    ('LIES', 'ELISABETH'), ('BETTY', 'ELISABETH'), ('BEP', 'ELISABETH'),
    ('LISA', 'ELISABETH'), ('CATHARINA', 'CATHARINA'), ('TRUUS', 'GEERTRUIDA'),
    ('KARIN', 'CATHARINA'), ('INEKE', 'CATHARINA'), ('TOOS', 'CATHARINA'),
    ('GEERTRUIDA', 'GEERTRUIDA'), ('TRUDY', 'GEERTRUIDA'),
    ('WILHELMINA', 'WILHELMINA'), ('WILLY', 'WILHELMINA'), ('MIEN', 'WILHELMINA'),
    ('HENDRIKA', 'HENDRIKA'), ('RIEK', 'HENDRIKA'), ('HENNY', 'HENDRIKA'),
    ('CORNELIA', 'CORNELIA'), ('CORRIE', 'CORNELIA'), ('CORA', 'CORNELIA'),
    ('MARGARETHA', 'MARGARETHA'), ('GREET', 'MARGARETHA'), ('GRE', 'MARGARETHA'),
    ('MARGREET', 'MARGARETHA'), ('ANNA', 'ANNA'), ('ANS', 'ANNA'),
    ('ANNIE', 'ANNA'), ('PETRONELLA', 'PETRONELLA'), ('NEL', 'PETRONELLA'),
    ('ALEIDA', 'ALEIDA'), ('ALIE', 'ALEIDA'), ('JACOBA', 'JACOBA'),
    ('COBY', 'JACOBA'), ('ADRIANA', 'ADRIANA'), ('JEANNE', 'ADRIANA'),
    ('MOHAMMED', 'MOHAMMED'), ('MOHAMED', 'MOHAMMED'), ('MUHAMMED', 'MOHAMMED'),
    ('MO', 'MOHAMMED')
) AS entry (nickname, formal_name)
