//! Tests of the check over whole openers, in English and German, and properties of any text.

#[cfg(test)]
mod english;
#[cfg(test)]
mod german;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod whose_fact;
