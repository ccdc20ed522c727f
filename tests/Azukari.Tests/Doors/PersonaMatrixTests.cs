using System.Collections.Concurrent;
using System.Net;
using System.Text.RegularExpressions;
using Azukari.Tests.Architecture;

namespace Azukari.Tests.Doors;

/// <summary>
/// Everybody at every door: <c>fixtures/matrix.txt</c> says, for each page, each form and each endpoint the program answers to, who gets in and by
/// what the others are turned away. What is asked for lives, and what is sent has the sender's own token and is what the form would send
/// (<c>fixtures/asked.txt</c>), so "nothing there" means just that. The doors are the running program's own, so one that is added without a line
/// fails here; and so does one in English that treats anybody differently from its Japanese twin.
/// </summary>
public sealed partial class PersonaMatrixTests(LivingWorld world) : IClassFixture<LivingWorld>
{
    private static readonly string Listed = Path.Combine(Repository.Root, "tests", "Azukari.Tests", "Doors", "fixtures", "matrix.txt");

    /// <summary>Sent without a form's token: by mail services (RFC 8058), by programs, and by applicants, who have no session anybody could ride on.</summary>
    private static readonly string[] WithoutToken =
    [
        "POST /stop/{token}/now", "POST /connect/token", "POST /join/{Kind:regex(^(retail|vip|agent)$)}#page", "POST /join/address/{Token}#page", "POST /join/confirm/{Secret}#page",
        "POST /join/papers/{Secret}#page",
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everybody_gets_what_is_theirs_and_is_turned_away_from_the_rest()
    {
        IReadOnlyDictionary<string, Question> questions = Question.Read();
        IReadOnlyList<Door> doors = Door.All(world.Host.Services, Question.Forms(questions));
        string[] unasked = [.. doors.Where(door => door.NeedsWords && !questions.ContainsKey(door.InJapanese)).Select(door => door.InJapanese).Distinct()];
        Assert.True(unasked.Length == 0, $"{Question.File} does not say what is asked at:\n{string.Join('\n', unasked)}");
        Assert.Empty(questions.Keys.Except(doors.Select(door => door.Name)));

        IReadOnlyList<Caller> callers = await Callers.AllAsync(world);
        var outcomes = new ConcurrentDictionary<(Door, int), string>();
        var tokenless = new ConcurrentBag<string>();
        // Each persona on their own, all at once: what one does is nothing to another.
        await Task.WhenAll(callers.Select((caller, i) => Task.Run(async () =>
        {
            foreach (Door door in doors)
            {
                Question? question = questions.GetValueOrDefault(door.InJapanese);
                string outcome = outcomes[(door, i)] = await caller.TryAsync(door, question);
                if (door.Method == "POST" && !door.IsApi && !WithoutToken.Contains(door.InJapanese) && IsInside(outcome) && await caller.WithoutTokenAsync(door, question) is not HttpStatusCode.BadRequest and var status)
                    tokenless.Add($"{door.Name} takes a form without its token of {caller.Name}: {status}");
            }
        }, Cancel)));

        var lines = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (Door door in doors.OrderBy(door => door.IsEnglish))
        {
            string line = string.Join(" | ", callers.Select((caller, i) => (caller.Name, Outcome: outcomes[(door, i)])).GroupBy(c => c.Outcome).Select(g => $"{g.Key}: {Named([.. g.Select(c => c.Name)], callers.Count)}"));
            if (door.IsEnglish && lines.TryGetValue(door.InJapanese, out string? japanese) && japanese == line) continue;
            lines[door.Name] = line;
        }

        string all = string.Concat(lines.Select(l => $"{l.Key} | {l.Value}\n"));
        string listed = await File.ReadAllTextAsync(Listed, Cancel);
        IEnumerable<string> differing = listed.Split('\n').Except(all.Split('\n')).Select(line => "- " + line).Concat(all.Split('\n').Except(listed.Split('\n')).Select(line => "+ " + line));
        Assert.True(listed == all, $"{Listed} does not say who gets in where. Look at each line that differs:\n{string.Join('\n', differing)}\nIf it is meant, the file must read:\n{all}");
        Assert.True(tokenless.IsEmpty, string.Join('\n', tokenless.Order()));
    }

    [Fact]
    public async Task The_matrix_leaves_no_door_open_that_should_not_be_and_none_unproved()
    {
        string[] lines = await File.ReadAllLinesAsync(Listed, Cancel);
        foreach (string line in lines)
        {
            string[] parts = line.Split(" | ");
            string path = parts[0].Split(' ')[1];
            HashSet<string> inside = [.. parts[1..].Where(IsInside).SelectMany(p => p[(p.LastIndexOf(':') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)).SelectMany(Meant)];
            if (path.StartsWith("/console", StringComparison.Ordinal) && !path.StartsWith("/console/sign-in", StringComparison.Ordinal) && !path.StartsWith("/console/invitation", StringComparison.Ordinal))
                Assert.True(!inside.Overlaps(["visitor", "former", .. Members("members"), .. Members("clients")]), line);
            if (path == "/my" || path.StartsWith("/my/", StringComparison.Ordinal)) Assert.True(inside.IsSubsetOf(Members("members")), line);
            if (path is "/console/people" or "/console/people/{Id}" && parts[0].StartsWith("GET", StringComparison.Ordinal)) Assert.True(!inside.Overlaps(["audit", "administrator", "operator"]), line);
            if (path.StartsWith("/api/v1/subjects", StringComparison.Ordinal)) Assert.True(inside.IsSubsetOf(Members("clients")), line);
            // Where nobody ever gets in, that somebody does not proves nothing.
            Assert.True(inside.Count > 0 || Errors().IsMatch(path) || path is "/_design" or "/_framework/opaque-redirect" or "/connect/token", $"nobody gets in: {line}");
        }

        Assert.True(lines.Length > 240, $"{lines.Length} lines");
    }

    [Fact]
    public void Every_form_of_a_page_is_sent()
    {
        string[] sent = [.. Question.Forms(Question.Read()).Select(form => form.Pattern.Split('#')[1]).Distinct().Order(StringComparer.Ordinal)];
        string[] named =
        [
            .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.razor", SearchOption.AllDirectories).SelectMany(file => FormName().Matches(File.ReadAllText(file)))
                .Select(match => match.Groups["name"].Value is "@Name" ? "page" : match.Groups["name"].Value.Contains("{row.Id", StringComparison.Ordinal) ? "emergency-{id}" : match.Groups["name"].Value).Distinct().Order(StringComparer.Ordinal),
        ];
        Assert.Equal(named, sent);
    }

    private static bool IsInside(string outcome) => outcome.StartsWith("yes", StringComparison.Ordinal) || outcome.StartsWith("led on", StringComparison.Ordinal);

    private static string[] Members(string group) => Callers.Groups.Single(g => g.Word == group).Names;

    // Shorter, where it is all of a kind.
    private static string Named(string[] names, int everybody)
    {
        if (names.Length == everybody) return "anybody";
        List<string> words = [.. names];
        foreach ((string word, string[] group) in Callers.Groups.Where(g => g.Names.All(words.Contains)))
        {
            words.Insert(words.IndexOf(group[0]), word);
            words.RemoveAll(group.Contains);
        }

        return string.Join(' ', words);
    }

    private static IEnumerable<string> Meant(string word) => word == "anybody"
        ? ["visitor", "former", .. Callers.Groups.SelectMany(g => g.Names)] : Callers.Groups.Where(g => g.Word == word).SelectMany(g => g.Names).DefaultIfEmpty(word);

    [GeneratedRegex("/error/")]
    private static partial Regex Errors();

    [GeneratedRegex("@formname=\"(?<name>(@\\(\\$\\\"[^\\)]+|[^\"]+))")]
    private static partial Regex FormName();
}
