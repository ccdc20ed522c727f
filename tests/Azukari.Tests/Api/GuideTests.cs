using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Azukari.Tests.Architecture;
using Azukari.Tests.Cli;

namespace Azukari.Tests.Api;

/// <summary>
/// The examples of docs/api.md, run as they stand against the sample: each answers with the members and kinds of the answer below it, and with
/// its values where they are not cut (<c>…</c>).
/// </summary>
public sealed partial class GuideTests(SampleHost host) : IClassFixture<SampleHost>
{
    [Fact]
    public async Task Every_example_answers_as_the_guide_says()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "api.md"), ApiWorld.Cancel);
        var examples = Block().Matches(text).SelectMany(block => Examples(block.Groups[1].Value)).ToList();
        Assert.True(examples.Count >= 9, $"{examples.Count} examples");
        var stands = new Dictionary<string, string> { ["ID"] = host.Person };
        using var caller = host.Anybody();

        foreach (var (command, told) in examples)
        {
            var words = Words(stands.Aggregate(command, (line, stand) => Regex.Replace(line, $"\\b{stand.Key}\\b", stand.Value))).ToList();
            if (words[0] == "azukari")
            {
                var done = (await new CommandLine(host.Data, login: Environment.UserName).RunAsync([.. words[1..]])).Exits(0);
                stands["SECRET"] = done.Lines.Single(line => line.StartsWith("client_secret", StringComparison.Ordinal)).Split(' ')[^1];
                Assert.Equal(told.Select(line => line.Split(' ')[0]), done.Lines.Select(line => line.Split(' ')[0]));
                continue;
            }

            using var request = Curl(words);
            var answer = await Answer.OfAsync(await caller.SendAsync(request, ApiWorld.Cancel));
            var lines = answer.ContentType == "application/x-ndjson" ? answer.Text.TrimEnd('\n').Split('\n') : [answer.Text];
            Assert.True(told.Count == lines.Length, $"{command}\n{answer.Text}");
            foreach (var (expected, given) in told.Zip(lines)) Compare(Readable(expected), JsonElement.Parse(given), command, "$");
            var status = told[0].Contains("\"type\":\"/problems/", StringComparison.Ordinal) && answer.ContentType == "application/problem+json" ? JsonElement.Parse(told[0]).GetProperty("status").GetInt32() : 200;
            Assert.True((int)answer.Status == status, $"{command}\n{(int)answer.Status} {answer.Text}");
            if (answer.Text.Contains("access_token", StringComparison.Ordinal)) stands["TOKEN"] = answer["access_token"]!;
        }
    }

    [Fact]
    public void An_example_that_says_something_else_is_found()
    {
        var given = JsonElement.Parse("""{"a":"x","b":[{"c":1}],"d":{"e":true}}""");
        Compare(Readable("""{"a":"…","b":[…],"d":{…}}"""), given, "", "$");
        Compare(Readable("""{"a":"x","b":[{"c":1}],"d":{"e":true}}"""), given, "", "$");
        foreach (var wrong in new[] { """{"a":"y","b":[…],"d":{…}}""", """{"a":"…","d":{…}}""", """{"a":"…","b":{…},"d":{…}}""", """{"a":"…","b":[{"c":"…"}],"d":{…}}""", """{"a":"…","b":[…],"d":{…},"f":1}""" })
            Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Compare(Readable(wrong), given, "", "$"));
    }

    /// <summary>The guide's <c>{…}</c> and <c>[…]</c> as JSON: an object or array of anything.</summary>
    private static JsonElement Readable(string told) => JsonElement.Parse(told.Replace("{…}", """{"…":0}""", StringComparison.Ordinal).Replace("[…]", """["…"]""", StringComparison.Ordinal));

    private static void Compare(JsonElement told, JsonElement given, string command, string at)
    {
        Assert.True(told.ValueKind == given.ValueKind, $"{command}\n{at}: the guide has {told.ValueKind}, the API gave {given.ValueKind}: {given}");
        switch (told.ValueKind)
        {
            case JsonValueKind.Object when !told.TryGetProperty("…", out _):
                var members = told.EnumerateObject().Select(member => member.Name).ToList();
                Assert.True(members.SequenceEqual(given.EnumerateObject().Select(member => member.Name)), $"{command}\n{at}: {given}");
                foreach (var member in members) Compare(told.GetProperty(member), given.GetProperty(member), command, $"{at}.{member}");
                break;
            case JsonValueKind.Array when told.GetArrayLength() > 0 && told[0].ToString() != "…":
                Assert.True(given.GetArrayLength() > 0, $"{command}\n{at} is empty");
                Compare(told[0], given[0], command, at + "[0]");
                break;
            case JsonValueKind.String when told.GetString() != "…":
                Assert.True(told.GetString() == given.GetString(), $"{command}\n{at}: {given}");
                break;
            case JsonValueKind.Number:
                Assert.True(told.GetRawText() == given.GetRawText(), $"{command}\n{at}: {given}");
                break;
        }
    }

    private static HttpRequestMessage Curl(List<string> words)
    {
        Assert.Equal("curl", words[0]);
        var request = new HttpRequestMessage { RequestUri = new Uri(new Uri(words.Single(word => word.StartsWith("http://localhost:5080/", StringComparison.Ordinal))).PathAndQuery, UriKind.Relative) };
        var (body, type, method) = (new List<string>(), "application/x-www-form-urlencoded", (string?)null);
        for (var i = 1; i < words.Count; i++)
        {
            switch (words[i])
            {
                case "-d":
                    body.Add(words[++i]);
                    break;
                case "-X":
                    method = words[++i];
                    break;
                case "-H" when words[++i].Split(": ", 2) is [var name, var value]:
                    if (name == "Content-Type") type = value;
                    else request.Headers.TryAddWithoutValidation(name, value);
                    break;
                default:
                    Assert.True(words[i] == "-s" || words[i].StartsWith("http://", StringComparison.Ordinal), words[i]);
                    break;
            }
        }

        if (body.Count > 0) request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(string.Join('&', body))) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } };
        request.Method = method is null ? body.Count > 0 ? HttpMethod.Post : HttpMethod.Get : new HttpMethod(method);
        return request;
    }

    /// <summary>Each command of a block (lines ending in a backslash go on) with the lines it answers.</summary>
    private static IEnumerable<(string Command, List<string> Told)> Examples(string block)
    {
        foreach (var example in ("\n" + block.Replace("\\\n", " ", StringComparison.Ordinal)).Split("\n$ ").Skip(1))
        {
            var lines = example.TrimEnd('\n').Split('\n');
            yield return (lines[0], [.. lines[1..]]);
        }
    }

    /// <summary>The words a shell makes of a line: parted by spaces, kept together by quotation marks.</summary>
    private static IEnumerable<string> Words(string line) => Word().Matches(line).Select(word => word.Groups.Values.Skip(1).First(group => group.Success).Value);

    [GeneratedRegex("""'([^']*)'|"([^"]*)"|(\S+)""")]
    private static partial Regex Word();

    [GeneratedRegex("```console\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
