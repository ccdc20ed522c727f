using System.Globalization;
using System.Text.Json;
using Azukari.Places;
using Azukari.Site.Resources;
using Azukari.Ui.Components;
using Azukari.Ui.Language;
using Azukari.Values;
using Microsoft.AspNetCore.Http;

namespace Azukari.Site.Typing;

/// <summary>
/// What was typed into the fields of one item (<see cref="ItemFields"/>), and the value it makes, with the places' tables asked. Members and staff
/// type into the same ones. Prints nothing of it.
/// </summary>
public sealed class TypedItem
{
    private const int Longest = 500;

    private static readonly string[] Fields = ["value", "family", "given", "postal", "prefecture", "city", "town", "line", "building", "bank", "branch", "type", "number", "holder"];

    private readonly Dictionary<string, string> _typed = new(StringComparer.Ordinal);

    /// <summary>What stands in a field.</summary>
    public string this[string field]
    {
        get => _typed.GetValueOrDefault(field, "");
        set => _typed[field] = value;
    }

    /// <summary>Every field something stands in: a page that asks once more carries them along.</summary>
    public IEnumerable<KeyValuePair<string, string>> All => _typed.Where(one => one.Value.Length > 0);

    /// <summary>What is wrong, at its field; null while nothing is known to be.</summary>
    public FieldError? Problem { get; private set; }

    /// <summary>Whether an address is held in one line of which the tables do not tell all the parts: whoever changes it divides it.</summary>
    public bool IsUndivided { get; private set; }

    /// <summary>At which field something is to be chosen.</summary>
    public string? OfferedAt { get; private set; }

    /// <summary>What is to be chosen from: what a button sends, and what it says.</summary>
    public IReadOnlyList<(string Send, string Label)> Offered { get; private set; } = [];

    /// <summary>Reads a form that was sent; longer text is cut, and refused by its shape.</summary>
    public static TypedItem Of(IFormCollection form)
    {
        var typed = new TypedItem();
        foreach (var field in Fields)
            if (form[field].ToString() is { Length: > 0 } text) typed[field] = text.Length > Longest ? text[..Longest] : text;
        return typed;
    }

    /// <summary>The fields with what is held now.</summary>
    /// <param name="shape">The item's.</param>
    /// <param name="held">What is held.</param>
    /// <param name="places">The tables: an address that came in one line, as from a file, is divided by them as far as they tell.</param>
    public static TypedItem Of(string shape, StoredValue held, PlaceBook places)
    {
        var typed = new TypedItem();
        switch (shape)
        {
            case "person-name":
                var name = PersonName.FromStored(held);
                (typed["family"], typed["given"]) = (name.Family ?? name.Full, name.Given ?? "");
                break;
            case "kana":
                var parts = Kana.FromStored(held).Text.Split(' ', 2);
                (typed["family"], typed["given"]) = (parts[0], parts.Length > 1 ? parts[1] : "");
                break;
            case "postal-address":
                var address = PostalAddress.FromStored(held);
                (typed["postal"], typed["prefecture"], typed["city"]) = (address.PostalCode?.ToDisplay(PageLanguage.Japanese) ?? "", address.Prefecture ?? "", address.City ?? "");
                (typed["town"], typed["line"], typed["building"]) = (address.Town ?? "", address.Line ?? "", address.Building ?? "");
                if (address is { City: null, Town: null, Line: { } whole }) typed.Divide(address.PostalCode, address.Prefecture, whole, places);
                break;
            case "gender":
                typed["value"] = Gender.FromStored(held).Code;
                break;
            case "phone":
                typed["value"] = PhoneNumber.FromStored(held).ToDisplay(PageLanguage.Japanese);
                break;
            default: // an account and a mail address are typed anew: nobody reads them over a shoulder
                break;
        }

        return typed;
    }

    /// <summary>A value as people read it; an account with the names of its bank and branch.</summary>
    public static string Said(Shape shape, StoredValue value, PlaceBook places, Text<SiteText> words) => shape.ToDisplay(value, PageLanguage.Current)
        + (shape.Name == "bank-account" && places.Banks.NameOf(BankAccount.FromStored(value)) is { } bank ? words["Typing.Bank", bank] : "");

    /// <summary>The field a form of this shape begins with.</summary>
    public static string First(string shape) => shape switch { "kana" or "person-name" => "family", "postal-address" => "postal", "bank-account" => "bank", _ => "value" };

    /// <summary>What a button among the fields does: completes the address, or takes what was offered. False for a button that is none of theirs.</summary>
    public bool Press(string? act, PlaceBook places, Text<SiteText> words)
    {
        switch (act?.Split(':', 2))
        {
            case ["places"]:
                Complete(places, words);
                return true;
            case ["place", var at] when PostalCode.TryParse(this["postal"], out var code, out _) && int.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && places.PostalCodes.Find(code) is var found && number < found.Count:
                (this["prefecture"], this["city"], this["town"]) = (found[number].Prefecture, found[number].City, found[number].Town ?? "");
                return true;
            case ["bank", var code] when places.Banks.Find(code) is not null:
                // A code is another bank's; the beginning of a name is what the person typed, and is looked up in this one.
                if (this["bank"] != code && this["branch"].All(char.IsAsciiDigit) && places.Banks.FindBranch(code, this["branch"]) is null) this["branch"] = "";
                this["bank"] = code;
                return true;
            case ["branch", var code] when places.Banks.FindBranch(this["bank"], code) is not null:
                this["branch"] = code;
                return true;
            default:
                return false;
        }
    }

    /// <summary>The value, normalised as its shape says and asked of the places where it names some; else what refuses it stands in <see cref="Problem"/>.</summary>
    /// <param name="shape">As the company checks it.</param>
    public bool TryMake(Shape shape, PlaceBook places, DateOnly today, Text<SiteText> words, out StoredValue value)
    {
        value = default;
        string text;
        switch (shape.Name)
        {
            case "kana":
                text = $"{this["family"]} {this["given"]}".Trim();
                break;
            case "person-name": // one that cannot be split stands in the first field alone
                text = this["given"].Length > 0 ? Parts(("family", this["family"]), ("given", this["given"])) : this["family"];
                break;
            case "postal-address":
                text = Parts(("postalCode", this["postal"]), ("prefecture", this["prefecture"]), ("city", this["city"]), ("town", this["town"]), ("line", this["line"]), ("building", this["building"]));
                break;
            case "bank-account":
                if (!TryChoose("bank", places.Banks.ChooseBank(this["bank"]), ValueErrorCode.BankUnknown, words)) return false;
                if (!TryChoose("branch", places.Banks.ChooseBranch(this["bank"], this["branch"]), ValueErrorCode.BranchUnknown, words)) return false;
                text = Parts(("bank", this["bank"]), ("branch", this["branch"]), ("type", this["type"]), ("number", this["number"]), ("holder", this["holder"]));
                break;
            default:
                text = this["value"];
                break;
        }

        if (shape.TryNormalise(text, today, out value, out var error)) return true;
        Problem = Wrong(FieldOf(shape.Name, error.Code), error);
        return false;
    }

    public override string ToString() => nameof(TypedItem);

    private void Divide(PostalCode? code, string? prefecture, string whole, PlaceBook places)
    {
        IsUndivided = true;
        if (prefecture is null || places.PostalCodes.Split(code, prefecture, whole) is not { } parts) return;
        (this["city"], this["town"], this["line"]) = (parts.City, parts.Town ?? "", parts.Rest);
        if (parts.Town is null) return;
        IsUndivided = false;
        // A house number, a space and something else: the building.
        var space = parts.Rest.IndexOf(' ', StringComparison.Ordinal);
        if (space <= 0 || this["building"].Length > 0 || !parts.Rest[..space].All(static c => char.IsAsciiDigit(c) || "-番地号丁目の".Contains(c, StringComparison.Ordinal))) return;
        (this["line"], this["building"]) = (parts.Rest[..space], parts.Rest[(space + 1)..].TrimStart());
    }

    private void Complete(PlaceBook places, Text<SiteText> words)
    {
        if (!PostalCode.TryParse(this["postal"], out var code, out var wrong)) Problem = Wrong("postal", wrong);
        else if (places.PostalCodes.Complete(code) is not { } found) Problem = new FieldError("postal", words["Typing.NoPlace"]);
        else
        {
            (this["prefecture"], this["city"]) = (found.Prefecture ?? this["prefecture"], found.City ?? this["city"]);
            if (found.Offered.Count == 0) this["town"] = found.Town ?? "";
            else Offer("postal", found.Offered.Select((place, at) => ($"place:{at}", place.Prefecture + place.City + place.Town)));
        }
    }

    private bool TryChoose(string field, PlaceChoice choice, ValueErrorCode unknown, Text<SiteText> words)
    {
        if (choice.Code is { } code)
        {
            this[field] = code;
            return true;
        }

        if (string.IsNullOrWhiteSpace(this[field])) Problem = Wrong(field, new ValueError(ValueErrorCode.BankAccountIncomplete));
        else if (choice.Offered.IsEmpty) Problem = Wrong(field, new ValueError(unknown));
        else
        {
            Problem = new FieldError(field, words["Typing.Choose"]);
            Offer(field, choice.Offered.Select(one => ($"{field}:{one.Code}", $"{one.Name} ({one.Code})")));
        }

        return false;
    }

    private void Offer(string field, IEnumerable<(string, string)> choices) => (OfferedAt, Offered) = (field, [.. choices]);

    private static FieldError Wrong(string field, ValueError error) => new(field, error.Sentence(PageLanguage.Current));

    // At which of its fields the rule was broken.
    private string FieldOf(string shape, ValueErrorCode code) => code switch
    {
        ValueErrorCode.PrefectureUnknown => "prefecture",
        ValueErrorCode.AddressWithoutLine => "city",
        ValueErrorCode.AccountTypeUnknown => "type",
        ValueErrorCode.AccountNumberShape => "number",
        ValueErrorCode.HolderNotBankKana => "holder",
        ValueErrorCode.BankAccountIncomplete => this["number"].Length == 0 ? "number" : this["holder"].Length == 0 ? "holder" : "type",
        _ => First(shape),
    };

    private static string Parts(params ReadOnlySpan<(string Key, string Value)> parts)
    {
        var given = new Dictionary<string, string>();
        foreach (var (key, value) in parts)
            if (!string.IsNullOrWhiteSpace(value)) given[key] = value;
        return JsonSerializer.Serialize(given);
    }
}
