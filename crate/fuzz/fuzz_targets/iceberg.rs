#![no_main]

libfuzzer_sys::fuzz_target!(init: daytally_fuzz::only_our_own(), |input: &[u8]| {
    daytally_fuzz::targets::iceberg::run(input);
});
