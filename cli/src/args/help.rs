//! Texts of `--help` after the options.

/// The end of `daytally --help`, and of the manual page.
pub(super) const ALL: &str = "\
EXAMPLES
  daytally inspect views/
  daytally monthly views/ -o monthly.parquet
  daytally gaps views/ --form ranges --end-date 2023-04-18 | head
  daytally all views/ -o results/ --json --progress plain

EXIT STATUS
  0    done; warnings are on standard error
  1    the data or the provider failed
  2    the command was wrong
  130  ended by SIGINT, as by Ctrl-C
  143  ended by SIGTERM

ENVIRONMENT
  DAYTALLY_THREADS, DAYTALLY_MEMORY, DAYTALLY_SPILL_FOLDER, DAYTALLY_TIMEZONE,
  DAYTALLY_ON_BAD_FILE, DAYTALLY_PROGRESS
                        values of the options of these names
  DAYTALLY_YOUTUBE_KEY  key of the YouTube Data API
  NO_COLOR              no colours if it is not empty";

pub(super) const INSPECT: &str = "\
EXAMPLES
  daytally inspect views/
  daytally inspect views.parquet --rows 5";

pub(super) const MONTHLY: &str = "\
EXAMPLES
  daytally monthly views/
  daytally monthly views/ -o monthly.parquet
  daytally monthly 'views/2023-*.parquet' -o - --format jsonl > monthly.jsonl";

pub(super) const GAPS: &str = "\
EXAMPLES
  daytally gaps views/ --end-date 2023-04-18 -o gaps.parquet
  daytally gaps views/ --form ranges --exclude-outages -o gaps.csv
  find /lake -name '*.parquet' -print0 | daytally gaps --files0-from - -o gaps.csv.zst";

pub(super) const SNAPSHOT: &str = "\
EXAMPLES
  daytally snapshot views/ --provider simulator -o snapshot.csv
  daytally snapshot views/ --provider youtube --estimate
  daytally snapshot views/ --provider http --provider-url https://views.example/counts \\
    --header 'Authorization: env:TOKEN' -o snapshot.parquet";

pub(super) const COMBINED: &str = "\
EXAMPLES
  daytally combined views/ --provider simulator -o combined.parquet";

pub(super) const EVERY: &str = "\
EXAMPLES
  daytally all views/ -o results/
  daytally all views/ -o results/ --provider simulator --combined --format arrow
  daytally all views/ -o results/ --json | jq .outputs";

pub(super) const BETWEEN: &str = "\
EXAMPLES
  daytally between monday.parquet friday.parquet -o views.parquet";

pub(super) const GENERATE: &str = "\
EXAMPLES
  daytally generate --rows 1000000 --files 4 -o views";

pub(super) const SPARK: &str = "\
EXAMPLES
  daytally spark gaps s3a://bucket/views --end-date 2023-04-18 -o s3a://bucket/gaps
  daytally spark monthly main.yt.views --input-format delta -o /Volumes/main/yt/monthly";

pub(super) const COMPLETIONS: &str = "\
EXAMPLES
  daytally completions bash > ~/.local/share/bash-completion/completions/daytally
  daytally completions zsh > ~/.zfunc/_daytally
  daytally completions fish > ~/.config/fish/completions/daytally.fish";

pub(super) const MAN: &str = "\
EXAMPLES
  daytally man > daytally.1
  daytally man gaps > daytally-gaps.1";
