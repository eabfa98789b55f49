//! When a fetch waits, and when it stops.

use super::*;

#[test]
fn waits_as_long_as_it_is_asked_to() {
    let mut fetch = begin(&ids(10), 10, Fake::default(), limits(1), empty());
    assert_eq!(run(&mut fetch, [429]).now, NOON + 5000);
}

#[test]
fn stops_at_a_bad_key_and_goes_on_when_asked() {
    let all = ids(30);
    let mut fetch = begin(&all, 10, Fake::default(), limits(3), empty());
    let ran = run(&mut fetch, [200, 401]);
    assert_eq!(ran.stopped.as_deref(), Some("status 401"));
    assert_eq!(ran.calls, 3);
    fetch.resume();
    let again = run(&mut fetch, []);
    assert_eq!((again.calls, again.stopped), (1, None));
    assert_eq!(answers(&mut fetch), vec![Some(5); 30]);
}

#[test]
fn waits_for_no_years_and_goes_on_after_resume() {
    let all = ids(30);
    let mut fetch = begin(&all, 10, Fake::default(), limits(3), empty());
    let ran = run(&mut fetch, [200, 900]);
    let stopped = ran.stopped.unwrap();
    assert!(
        stopped.contains("status 900; it requests a wait of 7889400 hours; the limit is 2 hours"),
        "{stopped}"
    );
    assert_eq!((ran.calls, ran.now), (3, NOON));
    fetch.resume();
    let again = run(&mut fetch, []);
    assert_eq!((again.calls, again.stopped), (1, None));
    assert_eq!(answers(&mut fetch), vec![Some(5); 30]);
}

#[test]
fn waits_for_the_next_days_quota() {
    let all = ids(30);
    let own = Limits { daily_units: Some(2), ..limits(1) };
    let mut own_fetch = begin(&all, 10, Fake::default(), own, empty());
    assert_eq!(run(&mut own_fetch, []).now, next_midnight(NOON));
    let mut their_fetch = begin(&all, 10, Fake::default(), limits(1), empty());
    let ran = run(&mut their_fetch, [200, 403]);
    assert_eq!((ran.now, ran.calls), (next_midnight(NOON), 4));
    assert_eq!(answers(&mut their_fetch), vec![Some(5); 30]);
}

#[test]
fn gives_up_a_provider_that_is_down() {
    let mut fetch = begin(&ids(5000), 10, Fake::default(), limits(4), empty());
    let ran = run(&mut fetch, std::iter::repeat_n(503, 100_000));
    assert!(ran.stopped.unwrap().contains("consecutive calls"));
    assert!(ran.calls < 100, "{}", ran.calls);
    fetch.resume();
    run(&mut fetch, []);
    assert_eq!(answers(&mut fetch), vec![Some(5); 5000]);
}

#[test]
fn keeps_the_rate() {
    let own = Limits { per_second: Some(4.0), ..limits(2) };
    let mut fetch = begin(&ids(100), 10, Fake::default(), own, empty());
    assert_eq!(run(&mut fetch, []).now, NOON + 9 * 250);
}

#[test]
fn answers_that_cannot_be_used_stop_a_job_that_begins_with_them() {
    for status in [210, 211, 212] {
        let mut fetch = begin(&ids(100), 10, Fake::default(), limits(4), empty());
        let ran = run(&mut fetch, std::iter::repeat(status));
        assert_eq!(ran.calls, 3, "{status}");
        let stopped = ran.stopped.unwrap();
        assert!(stopped.contains(&format!("first 3 answers cannot be used: status {status}")), "{stopped}");
        assert!(fetch.ledger().is_empty());
        fetch.resume();
        assert_eq!(run(&mut fetch, []).stopped, None);
        assert_eq!(fetch.job().progress().settled, 100);
    }
}

#[test]
fn calls_that_are_all_refused_for_their_ids_stop_soon() {
    let mut fetch = begin(&ids(1000), 50, Fake::default(), limits(4), empty());
    let ran = run(&mut fetch, std::iter::repeat(400));
    assert_eq!(ran.calls, 8);
    assert!(ran.stopped.unwrap().contains("first 8 calls were refused: status 400"));
}

#[test]
fn the_first_call_is_made_alone() {
    let mut fetch = begin(&ids(100), 10, Fake::default(), limits(4), empty());
    let Next::Call(first, _) = fetch.next(NOON).unwrap() else { panic!("a call") };
    assert_eq!(fetch.next(NOON).unwrap(), Next::Reply);
    let reply = Reply { status: 200, retry_after: None, encoding: None, body: b"" };
    fetch.reply(first, reply, NOON, 0.5).unwrap();
    for _ in 0..4 {
        assert!(matches!(fetch.next(NOON).unwrap(), Next::Call(..)));
    }
    assert_eq!(fetch.next(NOON).unwrap(), Next::Reply);
}
