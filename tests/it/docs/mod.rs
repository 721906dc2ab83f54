//! What is written about the program equals the program.

mod readme;
