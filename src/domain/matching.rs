//! A company name, ticker, CIK or domain → an account.
