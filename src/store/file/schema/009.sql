-- Format 1.8: names are found from within.

-- Names with an apostrophe or a hyphen, and names in letters without blanks, have more words in the search: "obrien" finds
-- O'Brien, and any part finds 東京電力. No table changes; the words of such names are put in anew once the steps are made.
-- The do-not-call list may hold companies: kind is also domain, company (the key of a name) or company_id.
