//! The views of one video by day, from row groups that are read again.

use wasm_bindgen::prelude::wasm_bindgen;

use super::Engine;
use super::scanning::{missing_bytes, needs};
use crate::report::DailyViews;
use crate::scan::{Role, Roles, Step, Task};
use crate::wasm::failure::{Result, out_of_order};
use crate::wasm::ranges::whole;
use crate::wasm::table;

/// The columns that are read again.
const COLUMNS: Roles = Roles::MONTHLY;

#[wasm_bindgen]
impl Engine {
    /// Opens a row group to sum the views of a video, which is in these channels, or in any if the
    /// list is empty. Returns the byte ranges that it needs; undefined if the footer excludes the video.
    #[wasm_bindgen(js_name = dailyNeeds)]
    pub fn daily_needs(
        &mut self,
        file: u32,
        row_group: usize,
        video: &str,
        channels: Vec<String>,
    ) -> Result<Option<Vec<f64>>> {
        let source = self.files.whole(file)?;
        let run = self.run_mut()?;
        let settings = &run.settings;
        let may_hold = |role: Role, id: &str| {
            let column = settings.mapping.column_of(&source, role);
            column.is_none_or(|column| source.may_hold(row_group, column, id.as_bytes()))
        };
        let in_channels = channels.is_empty() || channels.iter().any(|id| may_hold(Role::ChannelId, id));
        if !in_channels || !may_hold(Role::VideoId, video) {
            return Ok(None);
        }
        let roles = settings.roles.both(COLUMNS);
        let timezone = settings.timezone.as_deref();
        let mut task = Task::open(&source, row_group, &settings.mapping, roles, timezone, None)?;
        let needs = needs(&mut task)?;
        run.daily = Some(task);
        Ok(Some(needs))
    }

    /// Pushes the bytes of the file from `start` on.
    #[wasm_bindgen(js_name = pushDaily)]
    pub fn push_daily(&mut self, start: f64, bytes: Vec<u8>) -> Result<()> {
        let task = self.run_mut()?.daily.as_mut().ok_or_else(|| out_of_order("dailyNeeds"))?;
        Ok(task.push(whole(start), bytes.into())?)
    }

    /// Returns the video's views in the open row group by channel and day, as an Arrow IPC stream:
    /// `channel_id`, `date`, `rows` and `viewCount`. A sum outside int64 takes several rows.
    #[wasm_bindgen(js_name = dailyViews, unchecked_return_type = "Uint8Array")]
    pub fn daily_views(&mut self, video: &str) -> Result<Vec<u8>> {
        let mut task = self.run_mut()?.daily.take().ok_or_else(|| out_of_order("dailyNeeds"))?;
        let mut daily = DailyViews::new(video);
        loop {
            match task.step()? {
                Step::Rows(columns) => daily.add(&columns),
                Step::Finished => return Ok(table::encode(&daily.finish()?)?),
                Step::Needs(_) => return Err(missing_bytes().into()),
            }
        }
    }
}
