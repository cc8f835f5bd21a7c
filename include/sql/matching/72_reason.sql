-- matching.reason: the sentence that explains a pair, in words of levels only.
--
-- Grain:   one row per pair (left_number, right_number).
-- Reads:   outcome, weighed_pair
-- Params:  none
-- Report:  De zin noemt wat overeenkomt en verschilt, nooit een gegeven zelf.

SELECT
    outcome.left_number,
    outcome.right_number,
    CASE
        WHEN
            weighed_pair.address_level = 4
            AND weighed_pair.birth_date_level = 6
            THEN 'Zelfde adres en geboortedatum'
        ELSE CASE weighed_pair.address_level
            WHEN 4 THEN 'Zelfde adres'
            WHEN 3 THEN 'Zelfde verzameladres'
            WHEN 2 THEN 'Zelfde huisnummer met andere toevoeging'
            WHEN 1 THEN 'Ander adres'
            ELSE 'Adres onbekend'
        END || CASE weighed_pair.birth_date_level
            WHEN 6 THEN ', zelfde geboortedatum'
            WHEN 5 THEN ', zelfde maar weinig zeggende geboortedatum'
            WHEN 4 THEN ', geboortedag en -maand verwisseld'
            WHEN 3 THEN ', geboortedatum past voor zover bekend'
            WHEN 2 THEN ', andere maar onzekere geboortedatum'
            WHEN 1 THEN ', andere geboortedatum'
            ELSE ', geboortedatum ontbreekt'
        END
    END || CASE weighed_pair.surname_level
        WHEN 4 THEN ', achternaam gelijk'
        WHEN 3 THEN ', eigen naam of partnernaam gelijk'
        WHEN 2 THEN ', achternaam gelijk op spelling na'
        WHEN 1 THEN ', andere achternaam'
        ELSE ', achternaam onbekend'
    END || CASE weighed_pair.name_level
        WHEN 4 THEN ', voornaam gelijk'
        WHEN 3 THEN ', voorletters gelijk'
        WHEN 2 THEN ', voorletters passen bij elkaar'
        WHEN 1 THEN ', andere voornaam of voorletters'
        ELSE ', voorletters onbekend'
    END || CASE
        WHEN weighed_pair.phone_level = 2 AND weighed_pair.email_level = 2
            THEN ', telefoon en e-mail gelijk'
        WHEN weighed_pair.phone_level = 2 THEN ', telefoon gelijk'
        WHEN weighed_pair.email_level = 2 THEN ', e-mail gelijk'
        ELSE ''
    END || CASE
        WHEN weighed_pair.verdict = 'same'
            THEN '; een medewerker oordeelde: dezelfde persoon.'
        WHEN weighed_pair.verdict = 'different'
            THEN '; een medewerker oordeelde: niet dezelfde persoon.'
        WHEN outcome.outcome = 'possible' THEN '; een medewerker beslist.'
        WHEN outcome.outcome = 'guarded' THEN '; bewust uiteengehouden.'
        ELSE '.'
    END AS reason
FROM outcome
INNER JOIN weighed_pair
    ON
        outcome.left_number = weighed_pair.left_number
        AND outcome.right_number = weighed_pair.right_number
