-- checks.status_of_another_rule: a decision whose national label is not its rule's.
--
-- Grain:   one row per decision.
-- Reads:   casework.signal_decision
-- Params:  draft_id
-- Report:  Elk besluit draagt het landelijke label (DDAS) dat bij zijn regel hoort.
-- Code:    LST_STATUS (stop)

WITH label AS (
    SELECT *
    FROM (
        VALUES
        ('X-RP', 'Niet opgepakt: onterecht signaal'),
        ('X-DREMPEL', 'Niet opgepakt: onterecht signaal'),
        ('X-DAGEN', 'Niet opgepakt: onterecht signaal'),
        ('X-OVERL', 'Inwoner is overleden'),
        ('X-GEENINW', 'Persoon is geen inwoner (meer) in de gemeente'),
        ('X-SHV', 'Inwoner al bekend bij schuldhulpverlening'),
        ('X-UITSL', 'Niet opgepakt: andere reden'),
        ('X-BEZW', 'Niet opgepakt: andere reden'),
        ('X-HERH', 'Niet opgepakt: herhaalde melding'),
        ('OPGEPAKT', 'Opgepakt')
    ) AS listed (rule_code, status)
)

SELECT decision.signal_id
FROM casework.signal_decision AS decision
LEFT JOIN label
    ON
        decision.rule_code = label.rule_code
        AND decision.status = label.status
WHERE
    decision.draft_id = :draft_id
    AND label.rule_code IS NULL
