//! The `spark-submit` line of a job.

/// Returns the `spark-submit` line of a job, for a POSIX shell. It must run in the folder that has
/// `daytally_spark.zip` and `submit.py`; `docs/guides/spark.md` explains both.
///
/// `words` are the arguments of `daytally-spark`.
///
/// ```
/// use daytally::spark::submit_line;
///
/// let words = ["monthly", "s3a://bucket/daily views", "-o", "out"].map(String::from);
/// assert_eq!(
///     submit_line(&words),
///     "spark-submit --py-files daytally_spark.zip submit.py monthly 's3a://bucket/daily views' -o out"
/// );
/// ```
pub fn submit_line(words: &[String]) -> String {
    let mut line = String::from("spark-submit --py-files daytally_spark.zip submit.py");
    for word in words {
        line.push(' ');
        line.push_str(&quoted(word));
    }
    line
}

fn quoted(word: &str) -> String {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-_./:=,@%+".contains(letter);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_takes_every_word_as_it_is() {
        for (word, expected) in [
            ("", "''"),
            ("a b", "'a b'"),
            ("it's", r"'it'\''s'"),
            ("$HOME", "'$HOME'"),
            ("date=Seen At", "'date=Seen At'"),
            ("é", "'é'"),
            ("hdfs://host:9000/views", "hdfs://host:9000/views"),
        ] {
            assert_eq!(quoted(word), expected);
        }
    }
}
