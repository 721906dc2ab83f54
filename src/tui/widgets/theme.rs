//! Roles to styles. Every state is a word or a sign before it is a colour, so a theme may say nothing at all.

use ratatui::style::{Color, Modifier, Style};

/// The role of a piece of text, not its look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Plain text on the terminal's own background.
    Text,
    /// Less important.
    Dim,
    /// The thing itself: an account's name.
    Strong,
    /// Pane titles.
    Title,
    /// A key to press.
    Key,
    /// The selected row.
    Selected,
    /// The tab in front.
    Tab,
    /// Lines around panes.
    Border,
    /// Lines around the pane with the focus.
    Focus,
    /// Good.
    Good,
    /// Careful.
    Warn,
    /// Stop.
    Bad,
}

/// A named set of styles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// The terminal's own 16 colours.
    #[default]
    Terminal,
    /// Bold and reverse, few colours.
    HighContrast,
    /// Blue for good, orange for stop: for eyes that mix red and green.
    BlueOrange,
    /// No colour at all: `NO_COLOR`.
    Mono,
}

impl Theme {
    /// The theme of a settings name.
    pub fn named(name: &str) -> Theme {
        match name {
            "high-contrast" => Theme::HighContrast,
            "blue-orange" => Theme::BlueOrange,
            "mono" => Theme::Mono,
            _ => Theme::Terminal,
        }
    }

    /// How a role looks.
    pub fn style(self, role: Role) -> Style {
        let plain = Style::new();
        let shape = match role {
            Role::Text | Role::Good | Role::Warn => plain,
            Role::Dim | Role::Border if self == Theme::HighContrast => plain,
            Role::Dim | Role::Border => plain.add_modifier(Modifier::DIM),
            Role::Strong | Role::Title | Role::Key | Role::Focus | Role::Bad => plain.add_modifier(Modifier::BOLD),
            Role::Selected => plain.add_modifier(Modifier::REVERSED),
            Role::Tab => plain.add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
        };
        match self.colour(role) {
            Some(colour) => shape.fg(colour),
            None => shape,
        }
    }

    fn colour(self, role: Role) -> Option<Color> {
        match (self, role) {
            (Theme::Terminal | Theme::BlueOrange, Role::Key | Role::Focus | Role::Tab) => Some(Color::Cyan),
            (Theme::Terminal, Role::Good) => Some(Color::Green),
            (Theme::Terminal, Role::Warn) => Some(Color::Yellow),
            (Theme::Terminal, Role::Bad) => Some(Color::Red),
            (Theme::BlueOrange, Role::Good) => Some(Color::Blue),
            // The sixteen have no orange: this one is of the 256.
            (Theme::BlueOrange, Role::Warn | Role::Bad) => Some(Color::Indexed(208)),
            (Theme::Terminal | Theme::BlueOrange | Theme::HighContrast | Theme::Mono, _) => None,
        }
    }
}
