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

    /// <summary>True when standard input is a person at a keyboard, who can be asked.</summary>
    public bool Interactive { get; init; }

    public string Say(string ja, string en) => Language == Language.Japanese ? ja : en;

    public void Line(string text = "") => Out.WriteLine(text);

    public void Lines(IEnumerable<string> lines)
    {
        foreach (var line in lines) Out.WriteLine(line);
    }

    public void Note(string ja, string en) => Err.WriteLine(Say(ja, en));

    public void Error(string ja, string en) => Err.WriteLine(Say($"エラー: {ja}", $"error: {en}"));
}
