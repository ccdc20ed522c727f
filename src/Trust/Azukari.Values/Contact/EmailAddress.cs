using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Azukari.Values;

/// <summary>
/// An e-mail address of at most 254 characters. Takes full width and spaces around it. The domain is held in lower case (and as ASCII when international), the local part as
/// written; two addresses are looked up as equal without regard to case. Dots in a row or at the end of the local part are taken: Japanese
/// carriers issued such addresses.
/// </summary>
public sealed record EmailAddress : IValue<EmailAddress>
{
    private static readonly IdnMapping Idn = new();

    private EmailAddress(string address) => Address = address;

    /// <summary>local@domain.</summary>
    public string Address { get; }

    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out EmailAddress? value, [NotNullWhen(false)] out ValueError? error)
    {
        if (!Tidy.TryLine(text, 254, out var line, out var code)) return Outcome.Refuse(code, out value, out error);
        var at = line.LastIndexOf('@');
        return at is >= 1 and <= 64 && IsLocal(line.AsSpan(0, at)) && Domain(line[(at + 1)..]) is { } domain && at + 1 + domain.Length <= 254
            ? Outcome.Accept(new EmailAddress($"{line.AsSpan(0, at)}@{domain}"), out value, out error)
            : Outcome.Refuse(ValueErrorCode.EmailUnreadable, out value, out error);
    }

    public static EmailAddress FromStored(StoredValue stored) =>
        TryParse(stored.Reveal(), out var email, out _) ? email : throw Outcome.NotStored(nameof(EmailAddress));

    public StoredValue ToStored() => StoredValue.FromText(Address);

    public string ToDisplay(CultureInfo culture) => Address;

    public override string ToString() => nameof(EmailAddress);

    private static bool IsLocal(ReadOnlySpan<char> local)
    {
        foreach (var c in local)
        {
            if (!char.IsAsciiLetterOrDigit(c) && !".!#$%&'*+/=?^_`{|}~-".Contains(c)) return false;
        }

        return local[0] != '.';
    }

    private static string? Domain(string written)
    {
        string domain;
        try
        {
            domain = Idn.GetAscii(written).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            return null;
        }

        var labels = domain.Split('.');
        if (labels.Length < 2 || labels[^1].Length < 2 || labels[^1].All(char.IsAsciiDigit)) return null;
        foreach (var label in labels)
        {
            if (label.Length is 0 or > 63 || label[0] == '-' || label[^1] == '-' || !label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')) return null;
        }

        return domain;
    }
}
