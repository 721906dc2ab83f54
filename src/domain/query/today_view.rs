//! Views of Today: which of the rows it shows and in which order, picked by key; and those that a rep saved from a filter.

use serde::{Deserialize, Serialize};

use crate::domain::call::vocabulary;
use crate::domain::ids::CampaignId;

vocabulary! {
    /// Orders of the people on Today. Promises stand above them in the order of their days, whatever the order.
    #[derive(Default)]
    TodaySort {
        #[default]
        /// Whoever may be called now first, each half by its points.
        Reason = "reason", "why now";
        /// Latest clock of those who may be called now first: their day ends first. Then whoever opens next.
        TheirTime = "their_time", "their time";
        /// Longest without a touch first; never touched before all others.
        LastTouch = "last_touch", "last touch";
        /// Alphabetically by account.
        Name = "name", "name";
    }
}

/// A query for Today.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TodayQuery {
    pub view: TodayView,
    /// Text typed as filter, within the view.
    pub filter: String,
    pub sort: TodaySort,
    /// Index of the first person requested.
    pub offset: usize,
    pub limit: usize,
}

/// Which rows Today shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum TodayView {
    /// Everybody with a reason.
    #[default]
    Everybody,
    /// Only whoever may be called now.
    CallableNow,
    /// Promises: those due and those of the coming days.
    Promises,
    /// Only the accounts of a campaign, by its name.
    Campaign(CampaignId, String),
    /// Only what the words of a saved filter find.
    Saved(SavedView),
}

/// A filter that was saved as a view.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SavedView {
    /// What the rep calls it: "west coast".
    pub name: String,
    /// The words of the filter.
    pub words: String,
}

/// Most views that are saved: the box in which one is picked has a digit for each.
pub const MOST_VIEWS: usize = 5;

impl TodayView {
    /// What the view is called.
    pub fn name(&self) -> &str {
        match self {
            TodayView::Everybody => "everybody",
            TodayView::CallableNow => "callable now",
            TodayView::Promises => "promises to come",
            TodayView::Campaign(_, name) => name,
            TodayView::Saved(saved) => &saved.name,
        }
    }

    /// The words that the view itself looks for.
    pub fn words(&self) -> &str {
        match self {
            TodayView::Saved(saved) => &saved.words,
            TodayView::Everybody | TodayView::CallableNow | TodayView::Promises | TodayView::Campaign(..) => "",
        }
    }
}

impl SavedView {
    /// The saved views with this one: in the place of the one of the same name, else behind them.
    ///
    /// # Errors
    /// When it has no name, or when there is no room for another one.
    pub fn among(self, saved: &[SavedView]) -> Result<Vec<SavedView>, String> {
        let mut views = saved.to_vec();
        if self.name.is_empty() {
            return Err("Give it a name first, or Esc to cancel.".to_owned());
        }
        let name = self.name.to_lowercase();
        match views.iter().position(|view| view.name.to_lowercase() == name) {
            Some(place) => views[place] = self,
            None if views.len() >= MOST_VIEWS => {
                return Err(format!("There is room for {MOST_VIEWS} views: d on one of them drops it."));
            }
            None => views.push(self),
        }
        Ok(views)
    }
}

/// A change of the saved views by one window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViewsChange {
    /// The views as the window knew them.
    pub read: Vec<SavedView>,
    /// The views as it wants them.
    pub typed: Vec<SavedView>,
}

impl ViewsChange {
    /// Returns the views as they stand with what the window changed in them.
    ///
    /// # Errors
    /// When a name that the window gives stands for other words by now, or when there is no room for another view.
    pub fn apply_to(&self, stands: &[SavedView]) -> Result<Vec<SavedView>, String> {
        let mut views: Vec<SavedView> = stands.to_vec();
        let same_name = |a: &SavedView, b: &SavedView| a.name.to_lowercase() == b.name.to_lowercase();
        // What the window never knew stays: another one saved it meanwhile.
        views.retain(|view| !self.read.contains(view) || self.typed.iter().any(|typed| same_name(typed, view)));
        for view in self.typed.iter().filter(|view| !self.read.contains(view)) {
            let other = views.iter().find(|other| same_name(other, view) && *other != view);
            // One that the window knew may be replaced: giving the name other words is the change itself.
            if let Some(other) = other.filter(|other| !self.read.contains(other)) {
                let SavedView { name, words } = other;
                return Err(format!(
                    "\"{name}\" was saved elsewhere meanwhile, for /{words}: yours needs another name."
                ));
            }
            views = view.clone().among(&views)?;
        }
        Ok(views)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(name: &str, words: &str) -> SavedView {
        SavedView { name: name.into(), words: words.into() }
    }

    #[test]
    fn a_view_takes_the_place_of_the_one_of_its_name_and_there_is_room_for_a_few() {
        let one = view("West", "pacific").among(&[]).unwrap();
        assert_eq!(view("west", "oregon").among(&one).unwrap(), [view("west", "oregon")]);
        assert!(view("", "oregon").among(&one).is_err());
        let full: Vec<SavedView> = (0..MOST_VIEWS).map(|n| view(&format!("view {n}"), "x")).collect();
        assert!(view("one more", "x").among(&full).is_err());
        assert_eq!(view("view 2", "y").among(&full).unwrap().len(), MOST_VIEWS);
    }

    #[test]
    fn views_that_two_windows_saved_both_stay_and_one_name_stands_for_one_filter() {
        let (west, east, north) = (view("West", "oslo"), view("East", "kirkenes"), view("North", "bodo"));
        let change =
            |read: &[SavedView], typed: &[SavedView]| ViewsChange { read: read.to_vec(), typed: typed.to_vec() };
        let adds = change(std::slice::from_ref(&west), &[west.clone(), east.clone()]);
        assert_eq!(adds.apply_to(&[west.clone(), north.clone()]).unwrap(), [west.clone(), north.clone(), east.clone()]);
        let drops = change(std::slice::from_ref(&west), &[]);
        assert_eq!(drops.apply_to(&[west.clone(), north.clone()]).unwrap(), [north]);
        let says = adds.apply_to(&[west, view("east", "hamar")]).unwrap_err();
        assert!(says.contains("saved elsewhere meanwhile, for /hamar"), "{says}");
    }
}
