"""Whether instants are midnights of another zone, and of which, by the arithmetic of `daytally`."""

from datetime import datetime, time, timezone
from zoneinfo import ZoneInfo

from pyspark.sql import functions as F

from daytally_spark import days
from daytally_spark.calendar import day_number, day_of

# Zones that are named, those of more people first.
ZONES = (
    "America/Los_Angeles", "America/New_York", "Europe/London", "Europe/Berlin", "Asia/Kolkata", "America/Chicago",
    "America/Sao_Paulo", "Asia/Tokyo", "Asia/Shanghai", "Asia/Jakarta", "Asia/Karachi", "Asia/Dhaka", "Asia/Dubai",
    "Europe/Moscow", "Africa/Lagos", "Africa/Johannesburg", "Africa/Cairo", "Africa/Nairobi", "Australia/Sydney",
    "Pacific/Auckland", "America/Mexico_City", "America/Bogota", "America/Argentina/Buenos_Aires", "America/Santiago",
    "America/Caracas", "America/Denver", "America/Phoenix", "America/Halifax", "America/St_Johns",
    "America/Anchorage", "America/Havana", "Pacific/Honolulu", "Europe/Athens", "Europe/Lisbon", "Europe/Istanbul",
    "Asia/Jerusalem", "Asia/Beirut", "Asia/Tehran", "Asia/Kabul", "Asia/Baku", "Asia/Tashkent", "Asia/Almaty",
    "Asia/Colombo", "Asia/Kathmandu", "Asia/Yangon", "Asia/Bangkok", "Asia/Manila", "Asia/Seoul", "Australia/Perth",
    "Australia/Eucla", "Australia/Adelaide", "Australia/Darwin", "Australia/Brisbane", "Atlantic/Azores",
    "Pacific/Chatham", "Pacific/Kiritimati", "Pacific/Noumea", "Pacific/Fiji", "Australia/Lord_Howe",
    "America/Noronha", "Atlantic/Cape_Verde", "Pacific/Pago_Pago", "Pacific/Marquesas", "Pacific/Gambier",
)
DAY_SECONDS = 86_400
# Days between the moments at which a zone's offset is looked up, and at most so many of them.
STEP, MAX_STEPS = 15, 100
MAX_NAMED = 3
# Midnight has so many times of day in UTC, with and without summer time.
MAX_TIMES = 2
# The first rows show of almost all data that there are more times.
FIRST_ROWS = 1000


def times_of_day(dataset, wanted):
    """Returns the times of day of a dataset's instants by role, in seconds since midnight UTC.

    They are None if they are more than two, or not on :00, :15, :30 or :45 exactly. A role without
    instants is left out, and so is one whose format was given by hand.
    """
    roles = [role for role in ("created_date", "date") if role in wanted and has_instants(dataset, role)]
    found = {}
    for part in (lambda frame: frame.limit(FIRST_ROWS), lambda frame: frame):
        roles = [role for role in roles if found.get(role, ()) is not None]
        if roles:
            frame = dataset.frame(*roles, told=True)
            sets = (F.collect_set(f"time_{role}").alias(role) for role in roles)
            line = part(frame).agg(*sets).first()
            found |= {role: few(set(line[role])) for role in roles}
    return {role: times for role, times in found.items() if times is None or times}


def has_instants(dataset, role):
    """Returns whether a column of a role may hold instants."""
    if role in dataset.formats:
        return False
    kinds = {dataset.source(place, role)[1].kind for place in range(len(dataset.files))}
    return bool(kinds & {"instant", "text"})


def few(times):
    """Returns times of day, None if they cannot be the midnights of one zone."""
    return None if days.OTHER in times or len(times) > MAX_TIMES else times


def zones(times, first, last):
    """Returns zones in which the midnights from the day `first` to `last`, inclusive, fall on all of the times and no others.

    If there is none, zones in which each of the times is a midnight. Midnight UTC alone has none.
    """
    if times <= {0}:
        return []
    start = day_number(first)
    end = max(day_number(last), start)
    step = max(STEP, (end - start) // MAX_STEPS)
    numbers = [*range(start, end + 1, step), end]
    found = [(name, midnights(name, numbers)) for name in ZONES]
    exact = [name for name, known in found if known == times][:MAX_NAMED]
    # A zone at UTC for half of the year must show the other half.
    return exact if exact or 0 in times else [name for name, known in found if times <= known][:MAX_NAMED]


def midnights(name, numbers):
    """Returns the times of day in UTC at which a zone's days begin, in seconds; none if it is not known."""
    try:
        zone = ZoneInfo(name)
        moments = (datetime.combine(day_of(number), time(), timezone.utc) for number in numbers)
        return {int(-moment.astimezone(zone).utcoffset().total_seconds()) % DAY_SECONDS for moment in moments}
    except (KeyError, ValueError, OSError, OverflowError):
        return set()
