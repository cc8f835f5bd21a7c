"""What the outside world may know: the national statistics and the monitor K01-K21.

Two products of one month. The DDAS delivery to Statistics Netherlands (CBS) holds a
postcode, a house number and a birth date per signal: it leaves encrypted, and its copy
lies among the lists, closed to others, until the month's signals are destroyed. The
monitor holds counts alone, and hides those about fewer than five people.
"""
