-- matching.apart_pair: pairs that must stay apart.
--
-- Grain:   one row per unordered pair (left_number < right_number).
-- Reads:   weighed_pair
-- Params:  none
-- Report:  Wie niet dezelfde persoon mag zijn, komt ook via anderen niet samen.

SELECT
    left_number,
    right_number
FROM weighed_pair
WHERE pull = -1000000
