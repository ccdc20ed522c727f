using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Azukari.Join.Resources;
using Azukari.Places;
using Azukari.Policy;
using Azukari.Site.Policies;
using Azukari.Site.Resources;
using Azukari.Ui.Components;
using Azukari.Ui.Language;
using Azukari.Values;

namespace Azukari.Join.Form;

/// <summary>A choice the form offers for a field: pressing it sets the field.</summary>
/// <param name="Set">What is set, <c>field:value</c>.</param>
/// <param name="Label">What it says.</param>
public sealed record Offer(string Set, string Label);

/// <summary>What the value types make of what was typed. Prints nothing of it.</summary>
internal sealed record ReadForm(ImmutableDictionary<ItemId, StoredValue> Values, MemberNumber? Sponsor, ImmutableArray<FieldError> Errors, ImmutableDictionary<string, ImmutableArray<Offer>> Offers)
{
    public override string ToString() => $"ReadForm[{Values.Count} items, {Errors.Length} errors]";
}

/// <summary>
/// Reads a form by the value types, the same as API and import use, with the places' tables asked. Says everything that is wrong at once, at the
/// field and in words; keeps nothing.
/// </summary>
internal sealed class FormReader(FormPlan plan, PlaceBook places, JoinOptions options, Text<JoinText> words, Text<SiteText> labels, DateOnly today)
{
    private readonly CultureInfo _culture = PageLanguage.Current;
    private readonly ImmutableDictionary<ItemId, StoredValue>.Builder _values = ImmutableDictionary.CreateBuilder<ItemId, StoredValue>();
    private readonly List<FieldError> _errors = [];
    private readonly Dictionary<string, ImmutableArray<Offer>> _offers = new(StringComparer.Ordinal);
    private MemberNumber? _sponsor;
    private static readonly ItemId BirthItem = ItemId.Parse("date-of-birth");

    /// <summary>The field's id on the page.</summary>
    public static string Id(string field) => "f-" + field;

    public ReadForm Read(TypedForm typed)
    {
        foreach (var item in plan.Items) Read(item, typed);
        if (plan.Kind.Value == "agent") CheckAgent(typed);
        return new ReadForm(_values.ToImmutable(), _sponsor, [.. _errors], _offers.ToImmutableDictionary());
    }

    /// <summary>Completes the address from the postal code: what it leaves open is offered.</summary>
    public ImmutableArray<Offer> Complete(TypedForm typed)
    {
        if (!PostalCode.TryParse(typed["postal"], out var code, out var error))
        {
            Wrong("postal", error);
            return [];
        }

        if (places.PostalCodes.Complete(code) is not { } found)
        {
            Wrong("postal", words["Postal.NotFound"]);
            return [];
        }

        (typed["prefecture"], typed["city"]) = (found.Prefecture ?? typed["prefecture"], found.City ?? typed["city"]);
        if (found.Offered.Count == 0) typed["town"] = found.Town ?? typed["town"];
        return [.. found.Offered.Select((place, at) => new Offer($"place:{at}", place.Prefecture + place.City + place.Town))];
    }

    /// <summary>The errors found so far.</summary>
    public IReadOnlyList<FieldError> Errors => _errors;

    /// <summary>Sets what an offer says.</summary>
    public void Take(TypedForm typed, string set)
    {
        var (field, value) = set.IndexOf(':', StringComparison.Ordinal) is > 0 and var at ? (set[..at], set[(at + 1)..]) : (set, "");
        switch (field)
        {
            case "place" when PostalCode.TryParse(typed["postal"], out var code, out _) && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && places.PostalCodes.Find(code) is var found && number < found.Count:
                (typed["prefecture"], typed["city"], typed["town"]) = (found[number].Prefecture, found[number].City, found[number].Town ?? "");
                break;
            case "bank" when places.Banks.Find(value) is not null:
                // A code is another bank's; the beginning of a name is what the person typed, and is looked up in this one.
                if (typed["bank"] != value && typed["branch"].All(char.IsAsciiDigit) && places.Banks.FindBranch(value, typed["branch"]) is null) typed["branch"] = "";
                typed["bank"] = value;
                break;
            case "branch" when places.Banks.FindBranch(typed["bank"], value) is not null:
                typed["branch"] = value;
                break;
        }
    }

    private void Read(PlannedItem item, TypedForm typed)
    {
        switch (item.Item.Value)
        {
            case "name":
                if (Incomplete(item, typed, "", ("family", "Missing.Family"), ("given", "Missing.Given"))) return;
                Value(item, "family", Parts(("family", typed["family"]), ("given", typed["given"])));
                break;
            case "kana":
                if (Missing(item, typed, "family-kana", "given-kana")) return;
                Value(item, typed["family-kana"].Length > 0 ? "family-kana" : "given-kana", $"{typed["family-kana"]} {typed["given-kana"]}".Trim());
                break;
            case "address":
                if (Incomplete(item, typed, typed["town"] + typed["building"],
                    ("postal", "Missing.Postal"), ("prefecture", "Missing.Prefecture"), ("city", "Missing.City"), ("line", "Missing.Line"))) return;
                Value(item, "postal", Parts(("postalCode", typed["postal"]), ("prefecture", typed["prefecture"]), ("city", typed["city"]), ("town", typed["town"]), ("line", typed["line"]), ("building", typed["building"])));
                break;
            case "date-of-birth": Single(item, "birth", typed); break;
            case "payment-method":
                if (Missing(item, typed, "payment-method")) return;
                if (PaymentMethods.All.Contains(typed["payment-method"])) Value(item, "payment-method", typed["payment-method"]);
                else Wrong("payment-method", words["Missing.Choice"]);
                break;
            case "bank-account": Account(item, typed); break;
            case "sponsor":
                if (Missing(item, typed, "sponsor")) return;
                if (!MemberNumber.TryParse(typed["sponsor"], out _sponsor, out var wrong)) Wrong("sponsor", wrong);
                break;
            default: Single(item, item.Item.Value, typed); break;
        }
    }

    private void Single(PlannedItem item, string field, TypedForm typed)
    {
        if (!Missing(item, typed, field)) Value(item, field, typed[field]);
    }

    private bool Missing(PlannedItem item, TypedForm typed, params ReadOnlySpan<string> fields)
    {
        foreach (var field in fields)
            if (!string.IsNullOrWhiteSpace(typed[field])) return false;
        if (item.Required) Wrong(fields[0], words["Missing.Required"], NameOf(fields[0]));
        return true;
    }

    // Whether parts of it are missing: each is said, unless nothing at all was typed of what need not be given.
    private bool Incomplete(PlannedItem item, TypedForm typed, string besides, params ReadOnlySpan<(string Field, string Word)> parts)
    {
        var (missing, nothing) = (false, besides.Length == 0);
        foreach (var (field, _) in parts) nothing &= string.IsNullOrWhiteSpace(typed[field]);
        foreach (var (field, word) in parts)
        {
            if (!string.IsNullOrWhiteSpace(typed[field])) continue;
            missing = true;
            if (nothing && !item.Required) continue;
            if (nothing && field == parts[0].Field) Wrong(field, words["Missing.Required"], NameOf(field));
            else Wrong(field, words[word]);
        }

        return missing;
    }

    private void Account(PlannedItem item, TypedForm typed)
    {
        if (Missing(item, typed, "bank", "branch", "account-number", "holder")) return;
        if (typed["bank"].Length == 0) { Wrong("bank", words["Missing.Bank"]); return; }
        if (Resolve("bank", places.Banks.ChooseBank(typed["bank"])) is not { } bank) return;
        typed["bank"] = bank;
        if (typed["branch"].Length == 0) { Wrong("branch", words["Missing.Branch"]); return; }
        if (Resolve("branch", places.Banks.ChooseBranch(bank, typed["branch"])) is not { } branch) return;
        typed["branch"] = branch;
        var holder = typed["holder"].Length > 0 ? typed["holder"] : $"{typed["family-kana"]} {typed["given-kana"]}".Trim();
        if (typed["account-number"].Length == 0) Wrong("account-number", words["Missing.AccountNumber"]);
        else if (holder.Length == 0) Wrong("holder", words["Missing.Holder"]);
        else Value(item, "account-number", Parts(("bank", typed["bank"]), ("branch", typed["branch"]), ("type", typed["account-type"] is { Length: > 0 } type ? type : "1"), ("number", typed["account-number"]), ("holder", holder)));
    }

    private string? Resolve(string field, PlaceChoice choice)
    {
        if (choice.Code is not null) return choice.Code;
        if (choice.Offered.IsEmpty)
        {
            Wrong(field, new ValueError(field == "bank" ? ValueErrorCode.BankUnknown : ValueErrorCode.BranchUnknown));
            return null;
        }

        Wrong(field, words["Bank.Choose"]);
        _offers[field] = [.. choice.Offered.Select(one => new Offer($"{field}:{one.Code}", $"{one.Name} ({one.Code})"))];
        return null;
    }

    private void Value(PlannedItem item, string field, string input)
    {
        var shape = places.Checked(Shapes.Find(plan.Policy.FindItem(item.Item)!.Shape)!);
        if (shape.TryNormalise(input, today, out var stored, out var error)) _values[item.Item] = stored;
        else Wrong(FieldOf(error.Code) ?? field, error);
    }

    // At which field of a group the rule was broken.
    private static string? FieldOf(ValueErrorCode code) => code switch
    {
        ValueErrorCode.PrefectureUnknown => "prefecture",
        ValueErrorCode.AddressWithoutLine => "line",
        ValueErrorCode.BankUnknown or ValueErrorCode.BankCodeShape => "bank",
        ValueErrorCode.BranchUnknown or ValueErrorCode.BranchCodeShape => "branch",
        ValueErrorCode.AccountTypeUnknown => "account-type",
        ValueErrorCode.HolderNotBankKana => "holder",
        _ => null,
    };

    private void CheckAgent(TypedForm typed)
    {
        if (plan.Find("date-of-birth") is { } birth && _values.TryGetValue(birth.Item, out var stored) && BirthDate.FromStored(stored).Day.AddYears(options.AgentAge) > today)
            Wrong("birth", words["Agent.TooYoung", options.AgentAge]);
        if (!options.AgentsMayBeStudents && typed["not-student"] != "yes") Wrong("not-student", words["Agent.Student"]);
    }

    private void Wrong(string field, ValueError error) => Wrong(field, error.Sentence(_culture), NameOf(field));

    private void Wrong(string field, string sentence, string? name = null) => _errors.Add(new FieldError(Id(field), sentence, name));

    // What the field is called on the page.
    private string? NameOf(string field) => field switch
    {
        "family" => labels["Field.Family"],
        "given" => labels["Field.Given"],
        "family-kana" => labels["Field.FamilyKana"],
        "given-kana" => labels["Field.GivenKana"],
        "postal" => labels["Field.Postal"],
        "prefecture" => labels["Field.Prefecture"],
        "line" => labels["Field.Line"],
        "bank" => labels["Field.Bank"],
        "branch" => labels["Field.Branch"],
        "account-type" => labels["Field.AccountType"],
        "account-number" => labels["Field.Number"],
        "holder" => labels["Field.Holder"],
        "sponsor" => words["Field.Sponsor"],
        "birth" => plan.Policy.FindItem(BirthItem)?.Label.Here(),
        _ => ItemId.TryParse(field, out var item) ? plan.Policy.FindItem(item)?.Label.Here() : null,
    };

    private static string Parts(params ReadOnlySpan<(string Key, string Value)> parts)
    {
        var given = new Dictionary<string, string>();
        foreach (var (key, value) in parts)
            if (!string.IsNullOrWhiteSpace(value)) given[key] = value;
        return JsonSerializer.Serialize(given);
    }
}

/// <summary>The ways to pay a form offers, by code. Card numbers are never taken here.</summary>
internal static class PaymentMethods
{
    public static IReadOnlyList<string> All { get; } = ["card", "bank-transfer", "cash-on-delivery", "convenience-store"];
}
