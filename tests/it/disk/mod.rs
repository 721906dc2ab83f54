//! Disks that are full, or take no more.

mod full;
mod small;
