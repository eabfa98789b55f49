//! Sums of channels and heat maps, compared with a simple implementation.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used)]

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use arrow::array::{Array, AsArray, BinaryViewArray, Date32Array, Int64Array};
use proptest::prelude::*;

use daytally::Day;
use daytally::fold::Fold;
use daytally::merge::{Partial, Splitters, Totals};
use daytally::report::{
    Channel, ChannelOrder, ChannelQuery, Channels, Filter, Heat, HeatGrid, LackingVideo, ResultKind, Share,
};
use daytally::scan::{Columns, Ids};

type Id = Option<&'static str>;
type Row = (Id, Id, Option<i32>, Option<i32>, Option<i64>);

/// A channel's video: the days on which data is expected, and those of them with data.
type VideoDays<'a> = BTreeMap<(Id, &'a str), (Vec<i32>, BTreeSet<i32>)>;

const END: i32 = 19_060;

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let id = |ids: &'static [&'static str]| prop::option::weighted(0.95, prop::sample::select(ids));
    let row = (
        id(&["UCa", "UCab", "UCb", "UCc", "UCé", ""]),
        id(&["a", "b", "c", "d", "e", "f", "g", "h"]),
        prop::option::weighted(0.9, 18_980..19_070i32),
        prop::option::weighted(0.95, 19_000..19_080i32),
        prop_oneof![8 => prop::option::weighted(0.9, -5..1_000i64), 1 => Just(Some(i64::MAX))],
    );
    prop::collection::vec(row, 0..150)
}

fn query() -> impl Strategy<Value = ChannelQuery> {
    use ChannelOrder::{Gaps, Id, MissingDays, MissingShare, Videos, Views};
    (
        prop::sample::select(&["", "", "UC", "a", "é", "x"]),
        prop::sample::select(&[MissingDays, MissingShare, Gaps, Videos, Views, Id]),
        any::<bool>(),
        prop_oneof![0..4u32, Just(100)],
        18_990..19_030i32,
        19_020..19_090i32,
    )
        .prop_map(|(id, order, reversed, max, first, last)| ChannelQuery {
            id: id.into(),
            order,
            reversed,
            max,
            first,
            last,
        })
}

/// Splits rows into parts that are consecutive in result order; a channel may be in several.
fn shares(rows: &[Row], parts: usize) -> Vec<Share> {
    let ids = |ids: Vec<Id>| Some(Ids::Plain(BinaryViewArray::from_iter(ids)));
    let mut fold = Fold::new();
    fold.update(&Columns {
        rows: rows.len(),
        channel_id: ids(rows.iter().map(|row| row.0).collect()),
        video_id: ids(rows.iter().map(|row| row.1).collect()),
        created_date: Some(rows.iter().map(|row| row.2).collect::<Date32Array>()),
        date: Some(rows.iter().map(|row| row.3).collect::<Date32Array>()),
        view_count: Some(rows.iter().map(|row| row.4).collect::<Int64Array>()),
    });
    let totals = Totals::new(Partial::from_fold(fold).unwrap()).unwrap();
    let splitters = Splitters::new(&[totals.sample().unwrap()], parts).unwrap();
    let shares = totals.cut(&splitters).unwrap().into_iter();
    let join = |totals| Share::new(Totals::join(vec![totals], None).unwrap());
    let mut shares: Vec<Share> = shares.map(join).collect();
    shares.iter_mut().for_each(|share| share.set_end_date(Day::new(END), true));
    shares
}

/// The days of completeness of each video of a channel, and those of them with data.
fn video_days(rows: &[Row], first: i32, last: i32) -> VideoDays<'_> {
    let mut created = BTreeMap::<(Id, &str), i32>::new();
    let mut data = BTreeMap::<&str, BTreeSet<i32>>::new();
    for &(channel, video, day, date, _) in rows {
        let Some(video) = video else { continue };
        data.entry(video).or_default().extend(date);
        if let Some(day) = day {
            let known = created.entry((channel, video)).or_insert(day);
            *known = day.min(*known);
        }
    }
    let days = |(key, created): ((Id, &'static str), i32)| {
        let expected: Vec<i32> = (created.max(first)..=END.min(last)).collect();
        let present = data[key.1].iter().copied().filter(|day| expected.contains(day)).collect();
        (key, (expected, present))
    };
    created.into_iter().map(|(key, created)| days((key, created))).collect()
}

/// Counts the rows of a result by channel.
fn counted(shares: &[Share], kind: ResultKind) -> BTreeMap<Option<String>, u64> {
    let mut counts = BTreeMap::new();
    for share in shares {
        let table = share.window(kind, &Filter::default(), 0, u64::MAX).unwrap();
        let channels = table.column(0).as_string::<i32>();
        for row in 0..table.num_rows() {
            let id = channels.is_valid(row).then(|| channels.value(row).to_owned());
            *counts.entry(id).or_default() += 1;
        }
    }
    counts
}

fn expected_channels(rows: &[Row], shares: &[Share], query: &ChannelQuery) -> Vec<Channel> {
    let days = video_days(rows, query.first, query.last);
    let (ranges, lists) = (counted(shares, ResultKind::GapsRanges), counted(shares, ResultKind::GapsList));
    let ids: BTreeSet<Id> = rows.iter().map(|row| row.0).collect();
    let takes = |id: &Id| query.id.is_empty() || id.is_some_and(|id| id.contains(&query.id));
    let channel = |id: Id| {
        let of = || rows.iter().filter(move |row| row.0 == id);
        let mine = || days.iter().filter(|((channel, _), _)| *channel == id).map(|(_, days)| days);
        let name = id.map(str::to_owned);
        Channel {
            videos: of().filter_map(|row| row.1).collect::<BTreeSet<_>>().len() as u64,
            expected_days: mine().map(|days| days.0.len() as u64).sum(),
            missing_days: mine().map(|days| (days.0.len() - days.1.len()) as u64).sum(),
            gaps: ranges.get(&name).copied().unwrap_or_default(),
            with_gaps: lists.get(&name).copied().unwrap_or_default(),
            views: of().filter_map(|row| row.4).map(i128::from).sum::<i128>().to_string(),
            channel_id: name,
        }
    };
    ids.into_iter().filter(takes).map(channel).collect()
}

/// Orders by a key, with the greatest first; channels without a key are last.
fn ordered(mut channels: Vec<Channel>, query: &ChannelQuery) -> Vec<Channel> {
    let key = |channel: &Channel| -> Option<(i128, f64)> {
        let whole = |number: u64| (i128::from(number), 0.0);
        Some(match query.order {
            ChannelOrder::MissingDays => whole(channel.missing_days),
            ChannelOrder::Gaps => whole(channel.gaps),
            ChannelOrder::Videos => whole(channel.videos),
            ChannelOrder::Views => (channel.views.parse().unwrap(), 0.0),
            ChannelOrder::Id => (0, 0.0),
            ChannelOrder::MissingShare if channel.expected_days == 0 => return None,
            ChannelOrder::MissingShare => (0, channel.missing_days as f64 / channel.expected_days as f64),
        })
    };
    channels.sort_by(|a, b| a.channel_id.cmp(&b.channel_id));
    if query.order == ChannelOrder::Id {
        if query.reversed {
            channels.reverse();
        }
        return channels;
    }
    channels.sort_by(|a, b| match (key(a), key(b)) {
        (Some(a), Some(b)) if query.reversed => a.partial_cmp(&b).unwrap(),
        (Some(a), Some(b)) => b.partial_cmp(&a).unwrap(),
        (a, b) => a.is_none().cmp(&b.is_none()),
    });
    channels
}

/// Returns every video's longest gap, the first of equal ones, ordered by length.
fn expected_videos(rows: &[Row], query: &ChannelQuery) -> Vec<LackingVideo> {
    let mut videos = Vec::new();
    for ((channel, video), (expected, present)) in video_days(rows, query.first, query.last) {
        if !query.id.is_empty() && !channel.is_some_and(|id| id.contains(&query.id)) {
            continue;
        }
        let mut gaps: Vec<(i32, i32)> = Vec::new();
        for day in expected.iter().copied().filter(|day| !present.contains(day)) {
            match gaps.last_mut() {
                Some(gap) if gap.1 + 1 == day => gap.1 = day,
                _ => gaps.push((day, day)),
            }
        }
        let Some(&(first, last)) = gaps.iter().min_by_key(|gap| Reverse(gap.1 - gap.0)) else { continue };
        videos.push(LackingVideo {
            channel_id: channel.map(str::to_owned),
            video_id: video.to_owned(),
            first,
            last,
            missing_days: (expected.len() - present.len()) as u64,
        });
    }
    videos.sort_by_key(|video| Reverse(video.last - video.first));
    videos
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn channels_are_those_of_the_rows(rows in rows(), query in query(), parts in 1usize..5) {
        let shares = shares(&rows, parts);
        let found = shares.iter().map(|share| share.channels(&query).unwrap()).collect();
        let found = Channels::merge(found, &query);
        let all = ordered(expected_channels(&rows, &shares, &query), &query);
        prop_assert_eq!(found.total, all.len() as u64);
        let first: Vec<Channel> = all.into_iter().take(query.max as usize).collect();
        prop_assert_eq!(found.channels, first);
        let videos: Vec<LackingVideo> =
            expected_videos(&rows, &query).into_iter().take(query.max as usize).collect();
        prop_assert_eq!(found.videos, videos);
    }

    #[test]
    fn the_cells_of_a_heat_map_are_those_of_the_rows(
        rows in rows(), parts in 1usize..4, first in 18_990..19_030i32, last in 19_000..19_090i32,
        span_days in 1u32..40,
    ) {
        let channels = [Some("UCb"), None, Some("UCé"), Some("UCx")];
        let named = channels.iter().map(|id| id.map(str::to_owned)).collect();
        let grid = HeatGrid { channels: named, first, last, span_days };
        let mut found = Heat::default();
        shares(&rows, parts).iter().for_each(|share| found.add(&share.heat(&grid).unwrap()));
        let days = video_days(&rows, first, last);
        let spans: Vec<i32> = (first..=last).step_by(span_days as usize).collect();
        let mut expected = Heat::default();
        for id in channels {
            let mine = || days.iter().filter(|((channel, _), _)| *channel == id).map(|(_, days)| days);
            for &span in &spans {
                let within = |day: &&i32| (span..span + span_days.cast_signed()).contains(*day);
                let sum: usize = mine().map(|days| days.0.iter().filter(within).count()).sum();
                let present: usize = mine().map(|days| days.1.iter().filter(within).count()).sum();
                expected.expected.push(sum as u64);
                expected.missing.push((sum - present) as u64);
            }
        }
        prop_assert_eq!(found, expected);
    }
}

/// Channels that each have one video: most of them are dropped again while they are added up.
#[test]
fn the_first_of_many_channels_are_kept() {
    let ids: Vec<String> = (0..3_000).map(|number| format!("c{number:04}")).collect();
    let ids: Vec<&'static str> = ids.into_iter().map(|id| &*id.leak()).collect();
    let rows: Vec<Row> = (0i32..)
        .zip(&ids)
        .map(|(number, &id)| {
            (Some(id), Some(id), Some(19_000), Some(19_000 + number * 7 % 61), Some(number.into()))
        })
        .collect();
    let query = ChannelQuery { max: 5, first: 19_000, last: END, ..ChannelQuery::default() };
    let shares = shares(&rows, 3);
    let found = shares.iter().map(|share| share.channels(&query).unwrap()).collect();
    let found = Channels::merge(found, &query);
    assert_eq!(found.total, 3_000);
    let all = ordered(expected_channels(&rows, &shares, &query), &query);
    assert_eq!(found.channels, all[..5]);
}
