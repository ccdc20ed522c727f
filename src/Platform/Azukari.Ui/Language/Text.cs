using System.Globalization;
using Microsoft.Extensions.Localization;

namespace Azukari.Ui.Language;

/// <summary>
/// The strings of one resource. Unlike a bare localizer it never shows a key to a visitor: a missing key is a broken
/// program and throws, so a test that renders the page finds it.
/// </summary>
/// <typeparam name="TResource">The marker class beside the .resx files.</typeparam>
public sealed class Text<TResource>(IStringLocalizer<TResource> strings)
{
    /// <summary>The string in the language of the request.</summary>
    /// <exception cref="KeyNotFoundException">No resource of that name.</exception>
    public string this[string key]
    {
        get
        {
            LocalizedString found = strings[key];
            return found.ResourceNotFound ? throw new KeyNotFoundException($"{typeof(TResource).Name} has no string '{key}'.") : found.Value;
        }
    }

    /// <summary>The string with its placeholders filled, numbers and dates in the language of the request.</summary>
    /// <exception cref="KeyNotFoundException">No resource of that name.</exception>
    public string this[string key, params object[] arguments] => string.Format(CultureInfo.CurrentCulture, this[key], arguments);
}
