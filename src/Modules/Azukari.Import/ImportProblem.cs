using System.Globalization;
using Azukari.Policy.Document;

namespace Azukari.Import;

/// <summary>Something that makes a map or a file unusable: nothing was imported. Holds headings and words of the map, never a person's value.</summary>
/// <param name="File">The map or the CSV file.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1: a character in the map, a heading in the CSV file.</param>
/// <param name="Field">What it is about, as in <c>items.phone.column</c>; empty for the file as a whole.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Mend">What would be right.</param>
public sealed record ImportProblem(string File, int Line, int Column, string Field, LocalText Message, LocalText Mend)
{
    /// <summary><c>file:line:column field: what is wrong, what would be right</c>, in a language ("en" or "ja").</summary>
    public string In(string language) => string.Create(
        CultureInfo.InvariantCulture, $"{File}:{Line}:{Column}{(Field.Length > 0 ? " " : "")}{Field}: {Message.In(language)}{(language == "en" ? ", " : "。")}{Mend.In(language)}");

    /// <summary>In English.</summary>
    public override string ToString() => In("en");
}
