using System.Globalization;
using Azukari.Mailings.Book;
using Azukari.Mailings.Resources;
using Azukari.Members.Contracts;
using Azukari.Policy.Document;
using Azukari.Ui.Components;
using Azukari.Ui.Language;
using Microsoft.AspNetCore.Http;

namespace Azukari.Mailings.Staff;

/// <summary>A mailing as it is typed: what was typed stays, whatever is wrong with it.</summary>
internal sealed class TypedMailing
{
    private static readonly string[] Fields = ["kind", "subject-ja", "text-ja", "subject-en", "text-en", "to", "rank", "when", "day", "hour"];

    private readonly Dictionary<string, string> _typed = new(StringComparer.Ordinal);

    private TypedMailing()
    {
    }

    public string this[string field] => _typed.GetValueOrDefault(field, "");

    public IReadOnlyList<MemberClass> Classes { get; private set; } = [];

    /// <summary>A new one: to everybody, at once.</summary>
    public static TypedMailing Empty()
    {
        var typed = new TypedMailing();
        (typed._typed["to"], typed._typed["when"]) = ("all", "now");
        return typed;
    }

    public static TypedMailing Of(MailingDraft draft)
    {
        var typed = new TypedMailing { Classes = draft.Audience.RankAtLeast is null ? draft.Audience.Classes : [] };
        var kept = typed._typed;
        (kept["kind"], kept["subject-ja"], kept["text-ja"], kept["subject-en"], kept["text-en"]) =
            (draft.Kind.Word(), draft.Words.Subject.Ja, draft.Words.Text.Ja, draft.Words.Subject.En, draft.Words.Text.En);
        kept["to"] = draft.Audience.RankAtLeast is not null ? "rank" : draft.Audience.Classes.Length == Enum.GetValues<MemberClass>().Length ? "all" : "classes";
        kept["rank"] = draft.Audience.RankAtLeast?.Word() ?? "";
        kept["when"] = draft.SendAt is null ? "now" : "at";
        if (draft.SendAt is { } at)
        {
            var local = TimeZoneInfo.ConvertTime(at, DisplayDates.Tokyo);
            (kept["day"], kept["hour"]) = (local.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), local.ToString("HH:mm", CultureInfo.InvariantCulture));
        }

        return typed;
    }

    public static TypedMailing Of(IFormCollection form)
    {
        var typed = new TypedMailing();
        foreach (var field in Fields) typed._typed[field] = MailingCheck.Tidy(form[field]);
        typed.Classes = [.. form["class"].Select(word => MemberWords.TryParse(word, out MemberClass found) ? found : (MemberClass?)null).OfType<MemberClass>().Distinct().Order()];
        return typed;
    }

    /// <summary>What was typed as a draft; where it is none, what is wrong.</summary>
    public (MailingDraft? Draft, IReadOnlyList<FieldError> Errors) Read(Text<MailingsText> T)
    {
        List<FieldError> errors = [];
        if (MailingWords.KindOf(this["kind"]) is not { } kind)
        {
            errors.Add(new FieldError("kind", T["Wrong.kind"], T["Kind"]));
            kind = default;
        }

        MemberRank? rank = null;
        var classes = this["to"] switch { "classes" => Classes, "rank" => [MemberClass.Agent], _ => Enum.GetValues<MemberClass>() };
        if (this["to"] == "rank")
        {
            if (MemberWords.TryParseRank(this["rank"], out var found)) rank = found;
            else errors.Add(new FieldError("rank", T["Wrong.rank"], T["Audience"]));
        }

        DateTimeOffset? at = null;
        if (this["when"] == "at")
        {
            if (DateTime.TryParseExact($"{this["day"]} {this["hour"]}", "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)) at = new DateTimeOffset(local, TimeSpan.FromHours(9));
            else errors.Add(new FieldError("day", T["Wrong.moment"], T["When"]));
        }

        if (errors.Count > 0) return (null, errors);
        var words = new MailingText(new LocalText(this["subject-ja"], this["subject-en"]), new LocalText(this["text-ja"], this["text-en"]));
        return (new MailingDraft(kind, words, new MailingAudience([.. classes], rank), at), []);
    }

    /// <summary>A fault as the form says it, at its field.</summary>
    public static FieldError Say(MailingFault fault, Text<MailingsText> T) => new(IdOf(fault.Field), T[$"Fault.{fault.Code}"], T[$"Field.{fault.Field}"]);

    private static string IdOf(string field) => field switch { "audience" => "to-all", "send-at" => "day", "sender" => "kind", _ => field };
}
