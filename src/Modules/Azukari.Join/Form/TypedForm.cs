using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;

namespace Azukari.Join.Form;

/// <summary>What somebody typed, field by field, exactly as typed. Prints nothing of it.</summary>
public sealed class TypedForm
{
    /// <summary>The names of the fields; what else a form sends is not looked at.</summary>
    public static readonly FrozenSet<string> Names = new[]
    {
        "family", "given", "family-kana", "given-kana", "postal", "prefecture", "city", "town", "line", "building", "email", "mobile", "phone", "fax", "birth",
        "gender", "residence-status", "not-student", "payment-method", "bank", "branch", "account-type", "account-number", "holder", "sponsor",
    }.ToFrozenSet(StringComparer.Ordinal);

    private const int Longest = 500;
    private readonly Dictionary<string, string> _values;

    public TypedForm(IEnumerable<KeyValuePair<string, string>> values) =>
        _values = values.Where(value => Names.Contains(value.Key) && value.Value.Length > 0).ToDictionary(value => value.Key, value => value.Value, StringComparer.Ordinal);

    public static TypedForm Empty => new([]);

    /// <summary>What is typed in a field, "" for nothing.</summary>
    public string this[string name]
    {
        get => _values.GetValueOrDefault(name, "");
        set
        {
            if (value.Length == 0) _values.Remove(name);
            else _values[name] = value;
        }
    }

    public IReadOnlyDictionary<string, string> Values => _values;

    public static TypedForm Of(IFormCollection form) =>
        new(form.Select(field => new KeyValuePair<string, string>(field.Key, field.Value.ToString() is { Length: > Longest } long_ ? long_[..Longest] : field.Value.ToString())));

    /// <summary>Nothing.</summary>
    public override string ToString() => nameof(TypedForm);
}
