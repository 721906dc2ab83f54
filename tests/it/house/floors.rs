//! The floors of each room, the highest first. A folder may use what stands on a lower floor of its room, and nothing on its
//! own; inside a folder files use each other freely.

/// Rooms, their floors from the top, and the folders and single files on each.
pub(super) const FLOORS: &[(&str, &[&[&str]])] = &[
    (
        "domain",
        &[
            &["call_sheet"],
            &["capture", "query"],
            &["way_forward"],
            &["campaign", "check", "edit", "opener"],
            &["plan", "reason", "scorecard"],
            &["mentions", "trigger"],
            &["call", "matching"],
            &["account", "erasure", "import", "markdown", "phrase", "progress", "review", "touch"],
            &["dates"],
            &["draft"],
            &["fold", "ids", "look_alike", "text", "time_zone", "toml_error", "vocabulary", "window"],
        ],
    ),
    (
        "store",
        &[
            &["opening"],
            &["backup"],
            &["salvage"],
            &["import", "sync", "verify"],
            &["erase", "file", "profile", "undo"],
            &["campaigns", "derive", "duplicates", "review"],
            &["plans"],
            &["lists"],
            &["log", "today"],
            &["export", "inbox", "matching", "scorecards", "standing"],
            &["tables"],
            &["erasures", "stamps"],
            &["book"],
            &["catalog", "cells", "chain_link", "convert", "error", "page", "reserve", "sanitize", "tests"],
        ],
    ),
    (
        "exchange",
        &[
            &["detect"],
            &["json", "vcard"],
            &["entities", "ical"],
            &["contentline", "feed", "table"],
            &["bytes", "dates", "presets", "record", "report"],
            &[
                "cells",
                "chain_link",
                "crm",
                "csv_write",
                "dossier_page",
                "error",
                "html_text",
                "links",
                "notes",
                "row",
                "source",
            ],
            &["budget"],
        ],
    ),
    (
        "job",
        &[
            &["backup"],
            &["bundle", "doctor"],
            &["archive", "bundle_lock", "feeds"],
            &["demo", "erasure", "export", "import"],
            &["typed"],
            &["damage", "session", "surroundings"],
            &["file"],
        ],
    ),
    (
        "tui",
        &[
            &["terminal"],
            &["runtime", "view"],
            &["app"],
            &["screen"],
            &["overlay"],
            &["context"],
            &["widgets"],
            &["message", "picture"],
        ],
    ),
    (
        "cli",
        &[
            &["book", "day", "files", "people", "team"],
            &["completions", "context", "passphrase"],
            &["args", "exit", "output", "wording"],
        ],
    ),
];
