-- matching.reason: the sentence that explains a pair, in words of levels only.
--
-- Grain:   one row per (pattern_code, ending).
-- Reads:   pattern_rule
-- Params:  none
-- Report:  De zin noemt wat overeenkomt en verschilt, nooit een gegeven zelf.

WITH sentence AS (
    SELECT
        pattern_code,
        CASE
            WHEN address_level = 7 AND birth_date_level = 7
                THEN 'Zelfde adres en geboortedatum'
            ELSE CASE address_level
                WHEN 7 THEN 'Zelfde adres'
                WHEN 6 THEN 'Zelfde verzameladres'
                WHEN 5 THEN 'Zelfde huisnummer, bij één zonder toevoeging'
                WHEN 4 THEN 'Zelfde huisnummer met andere toevoeging'
                WHEN 3 THEN 'Zelfde straat en huisnummer met andere postcode'
                WHEN 2 THEN 'Zelfde postcode met ander huisnummer'
                WHEN 1 THEN 'Ander adres'
                ELSE 'Adres onbekend'
            END || CASE birth_date_level
                WHEN 7 THEN ', zelfde geboortedatum'
                WHEN 6 THEN ', zelfde maar weinig zeggende geboortedatum'
                WHEN 5 THEN ', geboortedag en -maand verwisseld'
                WHEN 4 THEN ', geboortedatum past voor zover bekend'
                WHEN 3 THEN ', geboortedatum op één cijfer na gelijk'
                WHEN 2 THEN ', andere maar onzekere geboortedatum'
                WHEN 1 THEN ', andere geboortedatum'
                ELSE ', geboortedatum ontbreekt'
            END
        END || CASE surname_level
            WHEN 7 THEN ', zeldzame achternaam gelijk'
            WHEN 6 THEN ', achternaam gelijk'
            WHEN 5 THEN ', veelvoorkomende achternaam gelijk'
            WHEN 4 THEN ', eigen naam of partnernaam gelijk'
            WHEN 3 THEN ', achternaam klinkt gelijk'
            WHEN 2 THEN ', achternaam gelijk op spelling na'
            WHEN 1 THEN ', andere achternaam'
            ELSE ', achternaam onbekend'
        END || CASE name_level
            WHEN 8 THEN ', voornaam gelijk'
            WHEN 7 THEN ', roepnaam of spelling van dezelfde voornaam'
            WHEN 6 THEN ', voorletters gelijk'
            WHEN 5 THEN ', weinig voorkomende voorletter past'
            WHEN 4 THEN ', voorletters passen bij elkaar'
            WHEN 3 THEN ', eerste voorletter gelijk en de volgende niet'
            WHEN 2 THEN ', andere voornaam met dezelfde voorletter'
            WHEN 1 THEN ', andere voornaam of voorletters'
            ELSE ', voorletters onbekend'
        END || CASE
            WHEN phone_level = 3 AND email_level = 2
                THEN ', telefoon en e-mail gelijk'
            ELSE CASE phone_level
                WHEN 3 THEN ', telefoon gelijk'
                WHEN 2 THEN ', telefoon op een cijfer na gelijk'
                ELSE ''
            END || CASE WHEN email_level = 2 THEN ', e-mail gelijk' ELSE '' END
        END AS reason
    FROM pattern_rule
)

SELECT
    sentence.pattern_code,
    ending.outcome,
    ending.verdict,
    sentence.reason || ending.words AS reason
FROM sentence
CROSS JOIN (
    VALUES
    ('linked', 'none', '.'),
    ('possible', 'none', '; een medewerker beslist.'),
    ('guarded', 'none', '; bewust uiteengehouden.'),
    ('verdict', 'same', '; een medewerker oordeelde: dezelfde persoon.'),
    ('verdict', 'different', '; een medewerker oordeelde: niet dezelfde persoon.')
) AS ending (outcome, verdict, words)
