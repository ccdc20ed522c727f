using System.Globalization;
using System.Text.RegularExpressions;
using Azukari.Messages.Contracts;
using Azukari.Values;

namespace Azukari.Messages.Templates;

/// <summary>What each kind of field takes, and how it is printed.</summary>
internal static partial class FieldCheck
{
    private static readonly CultureInfo Japanese = CultureInfo.GetCultureInfo("ja-JP"), English = CultureInfo.GetCultureInfo("en-GB");

    public static bool Takes(MessageField field, string value) => field.Kind switch
    {
        MessageFieldKind.Code => Code().IsMatch(value),
        MessageFieldKind.Link => Path().IsMatch(value) && !value.StartsWith("/en/", StringComparison.Ordinal),
        MessageFieldKind.Day => DateOnly.TryParseExact(value, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        MessageFieldKind.Moment => TryMoment(value, out _),
        MessageFieldKind.Count or MessageFieldKind.Yen => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        MessageFieldKind.Word => field.Words?.ContainsKey(value) == true,
    };

    public static string Print(MessageField field, string value, string language, Uri site)
    {
        var english = language == "en";
        return field.Kind switch
        {
            MessageFieldKind.Code => value,
            MessageFieldKind.Link => new Uri(site, (english ? "/en" : "") + value).AbsoluteUri,
            MessageFieldKind.Day => Day(DateOnly.ParseExact(value, "O", CultureInfo.InvariantCulture), english),
            MessageFieldKind.Moment => TryMoment(value, out var at) ? Moment(at, english) : throw new FormatException("The field is no moment."),
            MessageFieldKind.Count => long.Parse(value, CultureInfo.InvariantCulture).ToString("N0", CultureInfo.InvariantCulture),
            MessageFieldKind.Yen => Yen(long.Parse(value, CultureInfo.InvariantCulture), english),
            MessageFieldKind.Word => field.Words![value].In(language),
        };
    }

    private static string Day(DateOnly day, bool english) => english ? day.ToString("d MMM yyyy", English) : day.ToString("yyyy'年'M'月'd'日('ddd')'", Japanese);

    private static string Moment(DateTimeOffset at, bool english)
    {
        var local = TimeZoneInfo.ConvertTime(at, JapanTime.Zone);
        return Day(DateOnly.FromDateTime(local.DateTime), english) + (english ? ", " : " ") + local.ToString("H:mm", CultureInfo.InvariantCulture) + (english ? " (Japan time)" : "");
    }

    private static string Yen(long yen, bool english)
    {
        var digits = yen.ToString("N0", CultureInfo.InvariantCulture);
        return english ? "¥" + digits : digits + "円";
    }

    private static bool TryMoment(string value, out DateTimeOffset at) =>
        DateTimeOffset.TryParseExact(value, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out at);

    [GeneratedRegex(@"^[A-Za-z0-9._:-]{1,64}$")]
    private static partial Regex Code();

    // Letters, digits and the marks a path and its query are made of; no second slash, which would name another host.
    [GeneratedRegex(@"^/(?!/)[A-Za-z0-9._~!$&'()*+,;=:@%/?-]{0,512}$")]
    private static partial Regex Path();
}
