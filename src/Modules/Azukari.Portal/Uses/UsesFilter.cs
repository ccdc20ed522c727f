using System.Globalization;
using Azukari.Ledger;
using Azukari.Ui.Language;
using Azukari.Ui.Routing;
using Azukari.Values;
using Azukari.Vault;

namespace Azukari.Portal.Uses;

/// <summary>What a page of the list shows, all of it in its address: a list, a purpose, a month, the entry it goes on from. Names nobody.</summary>
internal sealed record UsesFilter(UseList List, string? Purpose = null, DateOnly? Month = null, EntryId? After = null)
{
    public const string Path = "/my/uses";

    public static UsesFilter Of(string? show, string? purpose, string? month, string? after) => new(
        show switch { "acts" => UseList.Acts, "own" => UseList.Own, _ => UseList.Others }, string.IsNullOrEmpty(purpose) ? null : purpose,
        DateOnly.TryParseExact(month, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first) ? first : null,
        EntryId.TryParse(after, out var last) ? last : null);

    public bool Takes(LedgerEntry entry, SubjectId member) => OwnHistory.ListOf(entry, member) == List && (Purpose is null || entry.Purpose == Purpose) && (Month is null || MonthOf(entry) == Month);

    /// <summary>Whether the entry, and so whatever is older, lies before the month that is asked for.</summary>
    public bool IsBefore(LedgerEntry entry) => Month is { } month && MonthOf(entry) < month;

    /// <summary>The end of the month that is asked for.</summary>
    public DateTimeOffset? End => Month?.AddMonths(1).ToDateTime(TimeOnly.MinValue) is { } end ? new DateTimeOffset(end, DisplayDates.Tokyo.GetUtcOffset(end)) : null;

    /// <summary>The address, in the language of the request.</summary>
    public string Address()
    {
        List<(string, string)> parts = [];
        if (List != UseList.Others) parts.Add(("show", List == UseList.Acts ? "acts" : "own"));
        if (Purpose is not null) parts.Add(("purpose", Purpose));
        if (Month is { } month) parts.Add(("month", month.ToString("yyyy-MM", CultureInfo.InvariantCulture)));
        if (After is { } after) parts.Add(("after", after.ToString()));
        return ListAddress.Of(Path, parts);
    }

    public static DateOnly DayOf(LedgerEntry entry) => DayOf(entry.Time);

    public static DateOnly DayOf(DateTimeOffset time) => JapanTime.DayOf(time);

    public static DateOnly MonthOf(LedgerEntry entry) => MonthOf(entry.Time);

    public static DateOnly MonthOf(DateTimeOffset time) => DayOf(time) is var day ? new DateOnly(day.Year, day.Month, 1) : default;

    public static string Say(DateOnly month) => PageLanguage.IsEnglish ? month.ToString("MMM yyyy", PageLanguage.English) : month.ToString("yyyy'年'M'月'", PageLanguage.Japanese);
}
