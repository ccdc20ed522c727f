using System.Globalization;

namespace Azukari.Cli.Terminal;

/// <summary>
/// What a command reads and writes: standard input, output and error, the language, the width, the operator and the clock. Values of
/// people go to <see cref="Out"/> and nowhere else, so that redirecting the output keeps them out of a terminal's scrollback.
/// </summary>
internal sealed class Screen(TextReader input, TextWriter output, TextWriter error, Language language, int width, string login, TimeProvider clock)
{
    public TextReader In { get; } = input;

    public TextWriter Out { get; } = output;

    public TextWriter Err { get; } = error;

    public Language Language { get; } = language;

    /// <summary>Columns to lay text out in, 60 to 120.</summary>
    public int Width { get; } = Math.Clamp(width, 60, 120);

    /// <summary>The operating system's login: who asks.</summary>
    public string Login { get; } = login;

    public TimeProvider Clock { get; } = clock;

    /// <summary>An environment variable; tests replace it.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>Reads a line from the keyboard without showing it; null where there is no keyboard.</summary>
    public Func<string>? HiddenLine { get; init; }

    /// <summary>Standard input as bytes, for a document's content; tests replace it.</summary>
    public Func<Stream> OpenInput { get; init; } = System.Console.OpenStandardInput;

    /// <summary>Standard output as bytes, for a document's content; tests replace it.</summary>
    public Func<Stream> OpenOutput { get; init; } = System.Console.OpenStandardOutput;

    /// <summary>"ja" or "en", as the policy's texts are asked for.</summary>
    public string LanguageTag { get; } = language == Language.Japanese ? "ja" : "en";

    /// <summary>The culture that value types display themselves in.</summary>
    public CultureInfo Culture { get; } = CultureInfo.GetCultureInfo(language == Language.Japanese ? "ja-JP" : "en-GB");

    /// <summary>
    /// A personal value: the whole of standard input without its last line break, or, at a keyboard, a line that is asked for and not shown.
    /// </summary>
    /// <exception cref="UsageException">Nothing was given.</exception>
    public string ReadValue(string what)
    {
        if (HiddenLine is not null) Err.Write(Say($"{what} の値（表示されません）: ", $"value of {what} (not shown): "));
        var value = (HiddenLine?.Invoke() ?? In.ReadToEnd()).TrimEnd('\r', '\n');
        return value.Length > 0
            ? value
            : throw new UsageException($"{what} の値を標準入力に渡してください。", $"the value of {what} is missing: give it on standard input.");
    }

    public string Say(string ja, string en) => Language == Language.Japanese ? ja : en;

    public void Line(string text = "") => Out.WriteLine(text);

    public void Lines(IEnumerable<string> lines)
    {
        foreach (var line in lines) Out.WriteLine(line);
    }

    public void Note(string ja, string en)
    {
        Out.Flush(); // on one terminal, in the order they were said
        Err.WriteLine(Say(ja, en));
    }

    public void Error(string ja, string en) => Note($"エラー: {ja}", $"error: {en}");
}
