using System.Text.RegularExpressions;
using Azukari.Tests.Architecture;

namespace Azukari.Tests.Doors;

/// <summary>
/// What is asked at a door, from <c>fixtures/asked.txt</c>: about which living thing, and what is sent. A line is <c>method and route | address |
/// what is sent | anew</c>, with things of the world in angle brackets; <c>anew</c> where the deed is done, so that everybody does it in a session
/// of their own, members as somebody who joined for it.
/// </summary>
internal sealed partial record Question(string Door, string Address, string Sent, bool Anew)
{
    public static readonly string File = Path.Combine(Repository.Root, "tests", "Azukari.Tests", "Doors", "fixtures", "asked.txt");

    public static IReadOnlyDictionary<string, Question> Read() => System.IO.File.ReadAllLines(File).Where(line => line.Length > 0 && line[0] != '/').Select(line =>
    {
        string[] parts = line.Split(" | ");
        string address = parts.ElementAtOrDefault(1)?.Trim() is { Length: > 0 } given ? given : parts[0].Split(' ')[1].Split('#')[0];
        return new Question(parts[0], address, parts.ElementAtOrDefault(2)?.Trim() ?? "", parts.ElementAtOrDefault(3) == "anew");
    }).ToDictionary(question => question.Door, StringComparer.Ordinal);

    /// <summary>The forms of pages it names.</summary>
    public static IEnumerable<Door> Forms(IReadOnlyDictionary<string, Question> questions) =>
        questions.Keys.Where(door => door.Contains('#', StringComparison.Ordinal)).Select(door => new Door("POST", door.Split(' ')[1], false));

    /// <summary>Puts what lives in place of its names.</summary>
    public static async Task<string> FilledAsync(string text, Func<string, Task<string>> thing)
    {
        foreach (Match match in Named().Matches(text)) text = text.Replace(match.Value, await thing(match.Groups["name"].Value), StringComparison.Ordinal);
        return text;
    }

    [GeneratedRegex("<(?<name>[a-z ]+)>")]
    private static partial Regex Named();
}
