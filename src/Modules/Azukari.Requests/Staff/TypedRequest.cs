using System.Globalization;
using Azukari.Company;
using Azukari.Policy;
using Azukari.Requests.Contracts;
using Azukari.Requests.Resources;
using Azukari.Ui.Components;
using Azukari.Ui.Language;
using Azukari.Values;
using Microsoft.AspNetCore.Http;

namespace Azukari.Requests.Staff;

/// <summary>A request that came by telephone or post, as somebody of the staff types it. Prints nothing of it.</summary>
internal sealed class TypedRequest
{
    /// <summary>What is asked of somebody who is not held: a name, and where an answer reaches them.</summary>
    public static IReadOnlyList<ItemId> Items { get; } = [.. "name kana phone email address".Split(' ').Select(ItemId.Parse)];

    private readonly Dictionary<string, string> _typed = new(StringComparer.Ordinal);

    private TypedRequest()
    {
    }

    /// <summary>What stands in a field.</summary>
    public string this[string field] => _typed.GetValueOrDefault(field, "");

    /// <summary>An empty form of today.</summary>
    public static TypedRequest Empty(DateOnly today)
    {
        var typed = new TypedRequest();
        typed._typed["day"] = today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        typed._typed["identity"] = IdentityCheck.Open.Word();
        return typed;
    }

    /// <summary>A form that was sent; text that is too long is cut, or refused by its shape.</summary>
    public static TypedRequest Of(IFormCollection form)
    {
        var typed = new TypedRequest();
        foreach (var field in (string[])["attempt", "kind", "way", "day", "identity", "text", "form", .. Items.Select(item => item.Value)])
        {
            var text = form[field].ToString().ReplaceLineEndings("\n").Trim();
            if (text.Length > RequestBook.LongestText) text = text[..RequestBook.LongestText];
            if (text.Length > 0) typed._typed[field] = text;
        }

        return typed;
    }

    /// <summary>What was typed, where nothing is wrong with it; else what is.</summary>
    /// <param name="stranger">Whether who asks is not held, and is taken in as well.</param>
    public (Entry? Entry, IReadOnlyList<FieldError> Errors) Read(bool stranger, DateOnly today, CompanyCore company, Text<RequestsText> T)
    {
        List<FieldError> errors = [];
        if (!RequestWords.TryParse(this["kind"], out var kind)) errors.Add(new FieldError("kind", T["Enter.NoKind"]));
        if (ArrivalWords.WayOf(this["way"]) is not { } way || !ArrivalWords.Entered.Contains(way)) errors.Add(new FieldError("way", T["Enter.NoWay"]));
        if (!DateOnly.TryParseExact(this["day"], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) || !Arrival.CanBe(day, today)) errors.Add(new FieldError("day", T["Enter.NoDay"]));
        if (ArrivalWords.CheckOf(this["identity"]) is not { } check || check == IdentityCheck.SignedIn) errors.Add(new FieldError("identity", T["Enter.NoIdentity"]));
        if (this["text"].Length == 0 && errors.Count == 0 && kind.NeedsText()) errors.Add(new FieldError("text", T["Enter.NoText"]));
        if (this["attempt"] is not { Length: 32 } attempt || !attempt.All(char.IsAsciiHexDigit)) errors.Add(new FieldError("kind", T["Enter.Again"]));
        var values = new Dictionary<ItemId, StoredValue>();
        if (stranger) ReadPerson(values, errors, today, company, T);
        if (errors.Count > 0) return (null, errors);
        return (new Entry(this["attempt"], kind, this["form"] == "paper", this["text"], new Arrival(ArrivalWords.WayOf(this["way"])!.Value, day, ArrivalWords.CheckOf(this["identity"])!.Value), values), []);
    }

    /// <inheritdoc/>
    public override string ToString() => nameof(TypedRequest);

    private void ReadPerson(Dictionary<ItemId, StoredValue> values, List<FieldError> errors, DateOnly today, CompanyCore company, Text<RequestsText> T)
    {
        foreach (var item in Items)
        {
            var typed = this[item.Value];
            if (typed.Length == 0) continue;
            if (company.ShapeOf(item).TryNormalise(typed, today, out var value, out var wrong)) values[item] = value;
            else errors.Add(new FieldError(item.Value, wrong.Sentence(PageLanguage.Current)));
        }

        if (this["name"].Length == 0) errors.Add(new FieldError("name", T["Enter.NoName"]));
        if (this["phone"].Length + this["email"].Length + this["address"].Length == 0) errors.Add(new FieldError("phone", T["Enter.NoReach"]));
    }

    /// <summary>What is entered.</summary>
    internal sealed record Entry(string Attempt, RequestKind Kind, bool OnPaper, string Text, Arrival Arrival, IReadOnlyDictionary<ItemId, StoredValue> Values)
    {
        public override string ToString() => $"Entry[{Kind}]";
    }
}
