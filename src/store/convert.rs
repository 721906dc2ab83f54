//! Conversions between domain values and their form in SQLite, in one place.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveTime, Utc};
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::domain::account::profile::Fit;
use crate::domain::call::{AskAnswer, Outcome, Reach, ReasonBy, Verdict, VerdictSource, Whose};
use crate::domain::ids::{
    AccountId, CallId, CampaignId, ContactId, DeviceId, FeedId, ImportId, PlanId, PromiseId, RepId, ReviewId, TouchId,
    TriggerId, WatchId,
};
use crate::domain::touch::TouchKind;
use crate::domain::trigger::{Confidence, Origin, Scope};

macro_rules! id_columns {
    ($($name:ident),*) => {$(
        impl ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(ToSqlOutput::Borrowed(ValueRef::Blob(self.0.as_bytes())))
            }
        }
        impl FromSql for $name {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                Uuid::from_slice(value.as_blob()?).map($name).map_err(|error| FromSqlError::Other(Box::new(error)))
            }
        }
    )*};
}
id_columns!(
    AccountId, CallId, CampaignId, ContactId, DeviceId, FeedId, ImportId, PlanId, PromiseId, RepId, ReviewId, TouchId,
    TriggerId, WatchId
);

macro_rules! key_columns {
    ($($name:ident),*) => {$(
        impl ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(ToSqlOutput::from(self.key()))
            }
        }
        impl FromSql for $name {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                $name::from_key(value.as_str()?).ok_or(FromSqlError::InvalidType)
            }
        }
    )*};
}
key_columns!(AskAnswer, Confidence, Origin, Outcome, Reach, ReasonBy, Scope, TouchKind, Verdict, VerdictSource, Whose);

/// A day stored as ISO text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct IsoDay(pub(super) NaiveDate);

impl ToSql for IsoDay {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.0.to_string()))
    }
}

impl FromSql for IsoDay {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_str()?.parse().map(IsoDay).map_err(|error| FromSqlError::Other(Box::new(error)))
    }
}

/// A time of day stored as `HH:MM`.
#[derive(Debug, Clone, Copy)]
pub(super) struct ClockTime(pub(super) NaiveTime);

impl ToSql for ClockTime {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.0.format("%H:%M").to_string()))
    }
}

impl FromSql for ClockTime {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let text = value.as_str()?;
        NaiveTime::parse_from_str(text, "%H:%M").map(ClockTime).map_err(|error| FromSqlError::Other(Box::new(error)))
    }
}

/// A list stored as JSON text.
#[derive(Debug, Clone)]
pub(super) struct JsonText<T>(pub(super) T);

impl<T: Serialize> ToSql for JsonText<T> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let text =
            serde_json::to_string(&self.0).map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
        Ok(ToSqlOutput::from(text))
    }
}

impl<T: DeserializeOwned> FromSql for JsonText<T> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        serde_json::from_str(value.as_str()?).map(JsonText).map_err(|error| FromSqlError::Other(Box::new(error)))
    }
}

/// Trigger ids stored as 16 bytes each, one after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TriggerIds(pub(super) Vec<TriggerId>);

impl ToSql for TriggerIds {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.0.iter().flat_map(|id| *id.0.as_bytes()).collect::<Vec<u8>>()))
    }
}

impl FromSql for TriggerIds {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let ids = value.as_blob()?.chunks(16).map(Uuid::from_slice).collect::<Result<Vec<_>, _>>();
        ids.map(|ids| TriggerIds(ids.into_iter().map(TriggerId).collect()))
            .map_err(|error| FromSqlError::Other(Box::new(error)))
    }
}

/// Converts a count to SQLite's integer type; a larger one becomes the largest that it can hold.
pub(super) fn to_i64(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Converts a stored count or size back; a negative one becomes 0.
pub(super) fn count(number: i64) -> usize {
    usize::try_from(number).unwrap_or(0)
}

/// Converts a stored small count back; one out of range becomes 0.
pub(super) fn to_u32(number: i64) -> u32 {
    u32::try_from(number).unwrap_or(0)
}

/// Returns the number of a day, counted from 1 January of the year 1; derived columns compare days by it.
pub(super) fn day_number(day: NaiveDate) -> i64 {
    i64::from(day.num_days_from_ce())
}

/// Returns the day with this number.
pub(super) fn day_of(number: i64) -> NaiveDate {
    i32::try_from(number).ok().and_then(NaiveDate::from_num_days_from_ce_opt).unwrap_or_default()
}

/// Makes an instant from milliseconds since 1970 and an offset in minutes east of UTC.
pub(super) fn instant(millis: i64, minutes: i32) -> DateTime<FixedOffset> {
    let zone = FixedOffset::east_opt(minutes * 60).unwrap_or_else(|| chrono::Offset::fix(&Utc));
    utc(millis).with_timezone(&zone)
}

/// Makes a UTC instant from milliseconds since 1970.
pub(super) fn utc(millis: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(millis).unwrap_or_default()
}

/// Returns the offset of an instant in minutes east of UTC.
pub(super) fn minutes_east(at: DateTime<FixedOffset>) -> i32 {
    at.offset().local_minus_utc() / 60
}

/// Returns the rank by which lists sort a fit.
pub(super) fn fit_rank(fit: Fit) -> i64 {
    match fit {
        Fit::Out => 0,
        Fit::Unknown => 1,
        Fit::Edge => 2,
        Fit::In => 3,
    }
}

/// Returns the fit with this rank.
pub(super) fn fit_of(rank: i64) -> Fit {
    match rank {
        0 => Fit::Out,
        2 => Fit::Edge,
        3 => Fit::In,
        _ => Fit::Unknown,
    }
}

/// How good evidence is, as the ranking's small number.
pub(super) fn confidence_rank(confidence: Confidence) -> i64 {
    match confidence {
        Confidence::Low => 0,
        Confidence::Medium => 1,
        Confidence::High => 2,
    }
}

/// The confidence with this rank.
pub(super) fn confidence_of(rank: i64) -> Confidence {
    match rank {
        0 => Confidence::Low,
        2 => Confidence::High,
        _ => Confidence::Medium,
    }
}

/// Scopes as the ranking's small numbers.
// Stored beside links, calls and in rollups: a new scope goes to the end of [`Scope::ALL`].
pub(super) fn scope_rank(scope: Scope) -> i64 {
    Scope::ALL.iter().position(|one| *one == scope).map_or(0, |at| i64::try_from(at).unwrap_or(0))
}
