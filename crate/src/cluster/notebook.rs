//! The notebook that runs a job.

use serde_json::{Value, json};

/// Returns a Jupyter notebook (format 4.5, as JSON) that installs `daytally-spark`, runs a job in
/// the notebook's Spark session and shows the result.
///
/// `words` are the arguments of `daytally-spark`. They are in a cell of their own, where users can
/// change them.
pub fn notebook(words: &[String]) -> String {
    let first = words.first().map_or("", String::as_str);
    let cells = [
        text("intro", &format!("# Daytally: {first}\n\nThe arguments are those of `daytally-spark`.")),
        code("install", "%pip install ./daytally_spark-0.1.0-py3-none-any.whl"),
        code("arguments", &format!("arguments = [\n{}]", lines(words))),
        code("run", RUN),
        code("show", SHOW),
    ];
    let kernel = json!({"display_name": "Python 3", "language": "python", "name": "python3"});
    let metadata = json!({"kernelspec": kernel, "language_info": {"name": "python"}});
    let notebook = json!({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5});
    format!("{notebook:#}\n")
}

const RUN: &str =
    "from daytally_spark.command import main\n\nassert main(arguments) == 0, \"see the error above\"";
const SHOW: &str = "from daytally_spark.arguments import parser\nfrom pyspark.sql import SparkSession\n\n\
    given = parser().parse_args(arguments)\nresult = given.output + (\"/gaps-list.parquet\" if given.job == \"all\" else \"\")\n\
    SparkSession.getActiveSession().read.parquet(result).show(truncate=False)";

/// Returns the words as Python literals. JSON's escapes are valid in Python, and serde escapes only
/// control characters beyond those.
fn lines(words: &[String]) -> String {
    words.iter().map(|word| format!("    {},\n", Value::from(word.as_str()))).collect()
}

fn text(id: &str, source: &str) -> Value {
    json!({"cell_type": "markdown", "id": id, "metadata": {}, "source": source})
}

fn code(id: &str, source: &str) -> Value {
    json!({
        "cell_type": "code", "id": id, "metadata": {}, "source": source,
        "execution_count": null, "outputs": []
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_a_list_of_python() {
        let words = ["gaps", "a\"b\\c", "日本", "-o", "out"].map(String::from);
        let made: Value = serde_json::from_str(&notebook(&words)).unwrap();
        let source = made["cells"][2]["source"].as_str().unwrap();
        let expected =
            "arguments = [\n    \"gaps\",\n    \"a\\\"b\\\\c\",\n    \"日本\",\n    \"-o\",\n    \"out\",\n]";
        assert_eq!(source, expected);
        assert_eq!(made["nbformat"], 4);
    }
}
