using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Azukari.Ledger;
using Azukari.Tests.Api;
using Azukari.Ui.Language;

namespace Azukari.Tests.Doors;

/// <summary>Somebody who comes to the program, signed in as they are.</summary>
/// <param name="World">Where.</param>
/// <param name="Name">As the matrix calls them.</param>
/// <param name="Client">Their browser, or the machine's caller.</param>
/// <param name="Login">Of staff: as the ledger knows them.</param>
/// <param name="Things">What is theirs, by the names of <c>fixtures/asked.txt</c>.</param>
/// <param name="AnewAsync">The like of them in a session that nobody needs afterwards.</param>
internal sealed partial record Caller(LivingWorld World, string Name, HttpClient Client, string? Login, IReadOnlyDictionary<string, string> Things, Func<Task<Caller>>? AnewAsync)
{
    private readonly Dictionary<string, string> _tokens = new(StringComparer.Ordinal);

    /// <summary>Where they are at home: <c>/my</c>, <c>/console</c> or <c>/api</c>; null for nowhere.</summary>
    private string? Face => AnewAsync is null ? Name.StartsWith("client", StringComparison.Ordinal) ? "/api" : null : Login is null ? "/my" : "/console";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>How they fare at a door with what they need to be let in: a living thing to ask for, the token of their own form, and a body as the form sends it.</summary>
    public async Task<string> TryAsync(Door door, Question? question)
    {
        if (question is { Anew: true } && AnewAsync is not null && door.IsOf(Face)) return await (await AnewAsync()).TryAsync(door, question with { Anew = false });
        using HttpResponseMessage answer = await SendAsync(door, question, withToken: true);
        return await OutcomeAsync(door, answer);
    }

    /// <summary>The status of the same without the form's token.</summary>
    public async Task<HttpStatusCode> WithoutTokenAsync(Door door, Question? question)
    {
        using HttpResponseMessage answer = await SendAsync(door, question, withToken: false);
        return answer.StatusCode;
    }

    /// <summary>Asks, and leaves the answer to who asks.</summary>
    public async Task<HttpResponseMessage> SendAsync(Door door, Question? question, bool withToken)
    {
        var fresh = new Lazy<Task<IReadOnlyDictionary<string, string>>>(World.FreshAsync);
        // Who is turned away before anything is done needs nothing that may be done away with.
        async Task<string> ThingAsync(string name) => name.StartsWith("fresh ", StringComparison.Ordinal) ? Face == "/api" ? (await fresh.Value)[name] : World.Thing(name["fresh ".Length..]) : name == "caller" ? Name : Things.GetValueOrDefault(name) ?? World.Thing(name);
        string address = await Question.FilledAsync(question?.Address ?? (door.IsEnglish ? door.Pattern["/en".Length..] : door.Pattern), ThingAsync);
        if (door.IsEnglish) address = "/en" + address;
        string sent = await Question.FilledAsync(question?.Sent ?? "", ThingAsync);
        using var request = new HttpRequestMessage(new HttpMethod(door.Method), address);
        if (door.Method != "GET") request.Content = Body(door, sent, withToken && !door.IsApi ? await TokenAsync(door) : null);
        return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
    }

    private static HttpContent? Body(Door door, string sent, string? token)
    {
        if (sent.StartsWith('{')) return new StringContent(sent, Encoding.UTF8, "application/json");
        if (sent.StartsWith("text ", StringComparison.Ordinal)) return new StringContent(sent[5..], Encoding.UTF8, "text/plain");
        if (door.Method == "DELETE") return null;
        List<KeyValuePair<string, string>> fields = [.. sent.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(field => KeyValuePair.Create(field.Split('=')[0], Uri.UnescapeDataString(field.Split('=')[1])))];
        if (door.IsForm && fields.All(field => field.Key != "_handler")) fields.Add(new("_handler", door.Pattern.Split('#')[1]));
        if (token is not null) fields.Add(new("__RequestVerificationToken", token));
        if (!door.TakesFile) return new FormUrlEncodedContent(fields);
        var form = new MultipartFormDataContent { { new StringContent(""), "nothing" } };
        foreach ((string name, string value) in fields) form.Add(new StringContent(value), name);
        return form;
    }

    // A form's token belongs to who is signed in where the form stands.
    private async Task<string> TokenAsync(Door door)
    {
        string path = door.IsEnglish ? door.Pattern["/en".Length..] : door.Pattern;
        string[] pages = path.StartsWith("/console", StringComparison.Ordinal) ? ["/console", "/console/sign-in"]
            : path.StartsWith("/my", StringComparison.Ordinal) || path.StartsWith("/account", StringComparison.Ordinal) ? ["/account", "/account/forgotten"] : ["/account/forgotten"];
        if (Anybodys().IsMatch(path)) pages = path.StartsWith("/console", StringComparison.Ordinal) ? ["/console/sign-in"] : ["/account/forgotten"];
        if (_tokens.TryGetValue(pages[0], out string? known)) return known;
        foreach (string page in pages)
        {
            using HttpResponseMessage answer = await Client.GetAsync(page, Cancel);
            if (Token().Match(await answer.Content.ReadAsStringAsync(Cancel)) is { Success: true } found) return _tokens[pages[0]] = found.Groups["token"].Value;
        }

        return _tokens[pages[0]] = "";
    }

    private async Task<string> OutcomeAsync(Door door, HttpResponseMessage answer)
    {
        string where = answer.Headers.Location?.ToString() ?? "";
        Assert.True((int)answer.StatusCode < 500, $"{Name} at {door.Name}: {answer.StatusCode}\n{await answer.Content.ReadAsStringAsync(Cancel)}");
        bool leads = answer.StatusCode is >= HttpStatusCode.Moved and < HttpStatusCode.BadRequest;
        return answer.StatusCode switch
        {
            HttpStatusCode.Unauthorized => "sign-in",
            < HttpStatusCode.Moved => door.Method == "GET" && await AsksForPurposeAsync(answer) ? "choose first" : "yes",
            HttpStatusCode.TooManyRequests => "too many",
            _ when leads && Challenge().IsMatch(where) => "sign-in",
            _ when leads && where.Contains("/account/confirm?return=", StringComparison.Ordinal) => "prove",
            _ when leads => Said(where),
            _ when door.IsApi => (await Answer.OfAsync(answer))["type"]!.Split('/')[^1],
            HttpStatusCode.Forbidden => await WhyAsync(),
            HttpStatusCode.NotFound => "nothing there",
            HttpStatusCode.BadRequest => "not so",
            _ => answer.StatusCode.ToString(),
        };
    }

    // A page about people that shows none before a purpose is chosen.
    private static async Task<bool> AsksForPurposeAsync(HttpResponseMessage answer) => answer.Content.Headers.ContentType?.MediaType == "text/html"
        && answer.RequestMessage!.RequestUri!.AbsolutePath.Contains("/console/people", StringComparison.Ordinal) && WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel)) is var html
        && ((string[])["先に目的を選んでください", "Choose a purpose first"]).Any(said => html.Contains(said, StringComparison.Ordinal));

    // Where to, and what is said there: words, no ids.
    private static string Said(string where)
    {
        string[] parts = where.Split('#')[0].Split('?');
        string path = parts[0].StartsWith('/') ? parts[0] : new Uri(parts[0]).AbsolutePath;
        if (parts.Length == 1) return "led on to " + string.Join('/', PageLanguage.Strip(path).Split('/').Select(part => Words().IsMatch(part) ? part : "…"));
        return "led on with " + string.Join('&', parts[1].Split('&').Select(pair => Word().IsMatch(pair) ? pair : pair.Split('=')[0]));
    }

    private async Task<string> WhyAsync()
    {
        if (Login is null) return "no";
        LedgerRecord refused = await World.Host.Company.Trust.Ledger.QueryAsync(new LedgerQuery { Kind = EntryKind.Refused, Accessor = Login, NewestFirst = true, Limit = 1 }, Cancel).SingleAsync(Cancel);
        return refused.Entry.Reason!;
    }

    [GeneratedRegex("__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("^[a-z.-]{0,20}$")]
    private static partial Regex Words();

    [GeneratedRegex("^/(en/)?(account|console)/sign-in($|\\?return=|\\?over=1)")]
    private static partial Regex Challenge();

    [GeneratedRegex("^/(account|console)/(sign-in|invitation|forgotten)")]
    private static partial Regex Anybodys();

    [GeneratedRegex("^[a-z]+=[A-Za-z0-9.-]{1,24}$")]
    private static partial Regex Word();
}
