using System.Diagnostics.CodeAnalysis;
using Azukari.Values;
using Microsoft.AspNetCore.Http;

namespace Azukari.Portal.Changes;

/// <summary>What was typed into the form of one item, field by field, and the value it makes. Prints nothing of it.</summary>
public sealed class TypedChange
{
    private const int Longest = 500;

    private readonly Dictionary<string, string> _typed = new(StringComparer.Ordinal);

    /// <summary>What stands in a field.</summary>
    public string this[string field]
    {
        get => _typed.GetValueOrDefault(field, "");
        set => _typed[field] = value;
    }

    /// <summary>Reads a form that was sent; longer text is cut, and refused by its shape.</summary>
    public static TypedChange Of(IFormCollection form)
    {
        var typed = new TypedChange();
        foreach (var field in Fields)
            if (form[field].ToString() is { Length: > 0 } text) typed[field] = text.Length > Longest ? text[..Longest] : text;
        return typed;
    }

    /// <summary>The fields with what is held now.</summary>
    public static TypedChange Of(string shape, StoredValue held)
    {
        var typed = new TypedChange();
        switch (shape)
        {
            case "kana":
                var parts = Kana.FromStored(held).Text.Split(' ', 2);
                (typed["family"], typed["given"]) = (parts[0], parts.Length > 1 ? parts[1] : "");
                break;
            case "postal-address":
                var address = PostalAddress.FromStored(held);
                (typed["postal"], typed["prefecture"], typed["city"]) = (address.PostalCode?.ToDisplay(Ui.Language.PageLanguage.Japanese) ?? "", address.Prefecture ?? "", address.City ?? "");
                (typed["town"], typed["line"], typed["building"]) = (address.Town ?? "", address.Line ?? "", address.Building ?? "");
                break;
            case "gender":
                typed["value"] = Gender.FromStored(held).Code;
                break;
            case "phone":
                typed["value"] = PhoneNumber.FromStored(held).ToDisplay(Ui.Language.PageLanguage.Japanese);
                break;
            default: // an account and a mail address are typed anew: nobody reads them over a shoulder
                break;
        }

        return typed;
    }

    /// <summary>The value, normalised as its shape says and asked of the places where it names some; else the rule that refused it.</summary>
    public bool TryMake(Shape shape, DateOnly today, out StoredValue value, [NotNullWhen(false)] out ValueError? error)
    {
        value = default;
        var text = this["value"];
        if (shape.Name == "kana") text = $"{this["family"]} {this["given"]}".Trim();
        if (shape.Name == "postal-address")
        {
            if (!PostalAddress.TryCreate(this["postal"], this["prefecture"], this["city"], this["town"], this["line"], this["building"], out var address, out error)) return false;
            text = address.ToStored().Reveal();
        }

        if (shape.Name == "bank-account")
        {
            if (!BankAccount.TryCreate(this["bank"], this["branch"], this["type"], this["number"], this["holder"], out var account, out error)) return false;
            text = account.ToStored().Reveal();
        }

        return shape.TryNormalise(text, today, out value, out error);
    }

    public override string ToString() => nameof(TypedChange);

    private static readonly string[] Fields = ["value", "family", "given", "postal", "prefecture", "city", "town", "line", "building", "bank", "branch", "type", "number", "holder"];
}
