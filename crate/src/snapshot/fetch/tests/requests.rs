//! Which ids are requested, and which answers they get.

use super::*;

#[test]
fn asks_each_id_once_in_full_batches() {
    let all = ids(23);
    let mut fetch = begin(&all, 10, Fake::default(), limits(2), empty());
    let ran = run(&mut fetch, []);
    assert_eq!((ran.calls, ran.requested.len()), (3, 23));
    assert_eq!(answers(&mut fetch), vec![Some(5); 23]);
    assert_eq!(Ledger::read(ran.text.as_bytes()).unwrap().0.len(), 23);
}

#[test]
fn finds_the_id_at_fault() {
    let all = ids(50);
    let fake = Fake { poison: Some("00017"), absent: ["00003".to_owned()].into(), ..Fake::default() };
    let mut fetch = begin(&all, 50, fake, limits(1), empty());
    let ran = run(&mut fetch, []);
    assert!(ran.calls <= 13, "{}", ran.calls);
    let absent = ("00003".to_owned(), "absent from the answer".to_owned());
    assert_eq!(unanswered(&mut fetch), [absent, ("00017".to_owned(), "status 200".to_owned())]);
    assert_eq!(answers(&mut fetch).iter().flatten().count(), 48);
    // The provider stated that it does not have one of them.
    assert_eq!(fetch.into_job().failed_rows(), 1);
}

#[test]
fn what_is_cancelled_keeps_what_was_answered() {
    let mut fetch = begin(&ids(100), 10, Fake::default(), limits(2), empty());
    let mut calls = Vec::new();
    for _ in 0..4 {
        match fetch.next(NOON).unwrap() {
            Next::Call(id, _) => calls.push(id),
            Next::Reply => {
                let reply = Reply { status: 200, retry_after: None, encoding: None, body: b"" };
                fetch.reply(calls.remove(0), reply, NOON, 0.5).unwrap();
            }
            next => panic!("{next:?}"),
        }
    }
    let progress = fetch.progress();
    assert_eq!((progress.settled, progress.calls, progress.in_flight), (10, 3, 2));
    fetch.cancel().unwrap();
    // Later replies are ignored.
    let late = Reply { status: 200, retry_after: None, encoding: None, body: b"" };
    assert_eq!(fetch.reply(calls[0], late, NOON, 0.5).unwrap(), "");
    assert_eq!(fetch.next(NOON).unwrap(), Next::Done);
    assert_eq!(answers(&mut fetch).iter().flatten().count(), 10);
    assert_eq!(unanswered(&mut fetch).len(), 90);
    assert_eq!(unanswered(&mut fetch)[0], ("00010".to_owned(), "cancelled".to_owned()));
    assert_eq!((fetch.progress().settled, fetch.job().progress().settled), (10, 100));
}

proptest! {
    #[test]
    fn faults_lose_nothing_and_ask_nothing_twice(
        count in 0usize..200,
        size in 1usize..12,
        concurrency in 1usize..6,
        statuses in prop::collection::vec(
            prop_oneof![5 => Just(200u16), 1 => Just(0), 1 => Just(429), 1 => Just(500), 1 => Just(403)],
            0..60,
        ),
    ) {
        let all = ids(count);
        let mut disturbed = begin(&all, size, Fake::default(), limits(concurrency), empty());
        // However often one call fails.
        disturbed.retry.max = u32::MAX;
        let ran = run(&mut disturbed, statuses.clone());
        prop_assert_eq!(ran.stopped, None);
        prop_assert_eq!(answers(&mut disturbed), vec![Some(5); count]);
        prop_assert_eq!(ran.requested.len(), count);
        let faults = statuses.iter().filter(|&&status| status != 200).count();
        prop_assert!(ran.calls <= count.div_ceil(size) + faults);
        let (ledger, _) = Ledger::read(ran.text.as_bytes()).unwrap();
        prop_assert_eq!(ledger.len(), count);
        // A ledger of a part requests only the rest, in full batches, and ends the same.
        let lines: Vec<&str> = ran.text.split_inclusive('\n').collect();
        let some: String = lines[..1 + (lines.len() - 1) / 2].concat();
        let (some, _) = Ledger::read(some.as_bytes()).unwrap();
        let rest = count - some.len();
        let mut resumed = begin(&all, size, Fake::default(), limits(concurrency), some);
        let rerun = run(&mut resumed, []);
        prop_assert_eq!((rerun.calls, rerun.requested.len()), (rest.div_ceil(size), rest));
        prop_assert_eq!(answers(&mut resumed), vec![Some(5); count]);
        // A complete ledger requests nothing.
        let mut again = begin(&all, size, Fake::default(), limits(concurrency), ledger);
        prop_assert_eq!(run(&mut again, []).calls, 0);
        prop_assert_eq!(answers(&mut again), vec![Some(5); count]);
    }
}

#[test]
fn an_answer_that_cannot_be_read_later_is_a_failure() {
    let mut fetch = begin(&ids(100), 10, Fake::default(), limits(1), empty());
    let ran = run(&mut fetch, [200, 210, 210, 210, 210, 210]);
    assert_eq!((ran.stopped, ran.calls), (None, 15));
    assert_eq!(fetch.job().unanswered_rows(), 0);
}

#[test]
fn other_ids_later_are_requested_once_more() {
    let mut fetch = begin(&ids(100), 10, Fake::default(), limits(1), empty());
    let ran = run(&mut fetch, [200, 212, 200, 212, 212]);
    assert_eq!((ran.stopped, ran.calls), (None, 12));
    let unanswered = fetch.job().unanswered(0..100).unwrap();
    let reasons = unanswered.column(1).as_string::<i32>();
    assert!(reasons.iter().all(|reason| reason == Some(&format!("{MISSING}: status 212"))), "{reasons:?}");
    assert_eq!(unanswered.num_rows(), 10);
    // A resumed job requests them again.
    assert_eq!(Ledger::read(ran.text.as_bytes()).unwrap().0.len(), 90);
}

#[test]
fn a_value_that_is_not_json_costs_its_own_answer() {
    let fake = Fake { broken: Some("00025"), ..Fake::default() };
    let mut fetch = begin(&ids(50), 50, fake, limits(1), empty());
    let ran = run(&mut fetch, []);
    assert_eq!(ran.stopped, None);
    assert!(ran.calls < 14 && ran.now - NOON < 2_000, "{} calls, {} ms", ran.calls, ran.now - NOON);
    assert_eq!(fetch.job().unanswered_rows(), 1);
}

#[test]
fn what_a_partial_answer_lacks_is_requested_once_more() {
    let mut job = begin(&ids(40), 10, Fake::default(), limits(2), empty());
    let ran = run(&mut job, [206, 206, 206, 200, 200]);
    assert_eq!(ran.stopped, None);
    let unanswered = job.job().unanswered(0..40).unwrap();
    let reasons = unanswered.column(1).as_string::<i32>();
    assert!(reasons.iter().all(|reason| reason.unwrap().starts_with(MISSING)), "{reasons:?}");
    assert!(ran.requested.values().all(|&times| times <= 2), "{:?}", ran.requested);
    let lacking = job.job().unanswered_rows();
    assert_eq!(job.job().failed_rows(), lacking);

    // They are not in the ledger, so that a resumed job requests them, and nothing else.
    let (ledger, _) = Ledger::read(ran.text.as_bytes()).unwrap();
    assert_eq!(ledger.len(), 40 - lacking);
    let mut again = begin(&ids(40), 10, Fake::default(), limits(2), ledger);
    assert_eq!(run(&mut again, []).requested.len(), lacking);
    assert_eq!(again.job().unanswered_rows(), 0);
}

#[test]
fn a_count_that_cannot_be_read_costs_no_other() {
    let mut job = begin(&ids(20), 10, Fake::default(), limits(1), empty());
    let ran = run(&mut job, [207]);
    assert_eq!((ran.calls, ran.stopped), (2, None));
    let unanswered = job.job().unanswered(0..20).unwrap();
    assert_eq!(unanswered.column(0).as_string::<i32>().iter().flatten().collect::<Vec<_>>(), ["00009"]);
    assert_eq!(unanswered.column(1).as_string::<i32>().value(0), "no number");
    assert_eq!(Ledger::read(ran.text.as_bytes()).unwrap().0.len(), 19);
}

#[test]
fn what_was_not_requested_is_not_settled() {
    let mut job = begin(&ids(100), 10, Fake::default(), limits(1), empty());
    run(&mut job, [200, 200, 401]);
    job.cancel().unwrap();
    assert_eq!(run(&mut job, []).stopped, None);
    assert_eq!((job.progress().settled, job.job().unanswered_rows()), (20, 80));
}
