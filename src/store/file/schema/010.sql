-- Format 1.9: the log is counted by rules that are printed; companies are found by their own numbers.

-- A call is into a swarm where with it the account had three calls in 14 days, or two people called in 7: the call itself was
-- left out. A lifted block counts where the call reached somebody, as its heading says. No trigger counts as a live reason
-- that happened after the call. No table changes; the log is counted anew once the steps are made.
-- The words of an account hold the digits of its own number, and keys of names leave out more ("CORNING INC /NY", "trading
-- as"): once the steps are made, keys are made anew, and accounts with a number are put into the search anew.
