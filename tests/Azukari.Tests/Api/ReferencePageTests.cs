using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Azukari.Api.Problems;
using Azukari.Api.Reference;
using Azukari.Ledger;
using Azukari.Tests.Architecture;
using Azukari.Tests.Site;
using static Azukari.Tests.Api.ApiWorld;

namespace Azukari.Tests.Api;

/// <summary>The reference for people, held against the document for programs it is made of.</summary>
public sealed partial class ReferencePageTests(SiteHost host) : IClassFixture<SiteHost>
{
    private const string Browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    [Theory]
    [InlineData("/api", "description")]
    [InlineData("/en/api", "summary")]
    public async Task Every_call_is_there_with_its_address_scope_fields_and_problems(string path, string words)
    {
        var html = await HtmlAsync(path);
        var prefix = path == "/api" ? "" : "/en";
        var at = html.IndexOf("<p id=\"every-call\"", StringComparison.Ordinal);
        var once = html[at..html.IndexOf("</p>", at, StringComparison.Ordinal)];

        foreach (var (address, method, operation) in await CallsAsync())
        {
            var article = Article(html, operation.GetProperty("operationId").GetString()!);
            var text = Text(article);
            Assert.Contains(operation.GetProperty(words).GetString()!, text, StringComparison.Ordinal);
            Assert.Contains($"{method.ToUpperInvariant()} {address}", text, StringComparison.Ordinal);
            if (operation.TryGetProperty("security", out var security)) Assert.Contains($"<code>{security[0].GetProperty("client")[0].GetString()}</code>", article, StringComparison.Ordinal);
            foreach (var parameter in Each(operation, "parameters")) Assert.Contains($"<code>{parameter.GetProperty("name").GetString()}</code>", article, StringComparison.Ordinal);
            // What every call can give is told once, for all of them.
            var (codes, every) = (Each(operation, "x-problems").Select(code => code.GetString()!).ToList(), SpecialCalls.OfEveryCall.Select(kind => kind.Code).ToList());
            Assert.Superset(every.ToHashSet(), codes.ToHashSet());
            foreach (var code in codes) Assert.Contains($"href=\"{prefix}/problems/{code}\"", every.Contains(code) ? once : article, StringComparison.Ordinal);
            Assert.Contains("curl ", text, StringComparison.Ordinal);
            Assert.Contains($"href=\"#call-{operation.GetProperty("operationId").GetString()}\"", html, StringComparison.Ordinal);
        }

        Assert.All(ProblemKind.All, kind => Assert.Contains($"<a href=\"{prefix}/problems/{kind.Code}\"><code>{kind.Code}</code></a>", html, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Bounds_of_the_document_are_told()
    {
        var text = Text(await HtmlAsync("/en/api"));

        Assert.Contains("1 to 100000 of them", text, StringComparison.Ordinal);
        Assert.Contains("at most 64 characters", text, StringComparison.Ordinal);
        Assert.Contains("web / paper / phone", text, StringComparison.Ordinal);
        Assert.Contains("documents[].size", text, StringComparison.Ordinal);
        Assert.Contains("At most 256 KiB; for bulk reads 8 MiB", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_document_tells_of_the_interface_alone_and_has_words_for_every_field()
    {
        var document = await DocumentAsync();
        var used = new HashSet<string>();
        void Uses(string owner, string name)
        {
            Assert.True(FieldNotes.Words(owner, name, System.Globalization.CultureInfo.GetCultureInfo("ja")) is not null, $"{owner}.{name} has no words");
            used.Add($"Field.{owner}.{name}");
            used.Add($"Field.{name}");
        }

        foreach (var (path, _, operation) in await CallsAsync())
        {
            Assert.True(path.StartsWith("/api/v1/", StringComparison.Ordinal) || path == "/connect/token", path);
            foreach (var parameter in Each(operation, "parameters"))
            {
                Assert.False(string.IsNullOrEmpty(parameter.GetProperty("description").GetString()));
                Uses(operation.GetProperty("operationId").GetString()!, parameter.GetProperty("name").GetString()!);
            }
        }

        foreach (var schema in document.GetProperty("components").GetProperty("schemas").EnumerateObject().Where(schema => schema.Value.TryGetProperty("properties", out _)))
            foreach (var field in schema.Value.GetProperty("properties").EnumerateObject())
            {
                Uses(schema.Name, field.Name);
                if (field.Value.TryGetProperty("items", out var element) && element.TryGetProperty("properties", out var inside))
                    foreach (var below in inside.EnumerateObject()) Uses(schema.Name, below.Name);
            }

        string[] token = ["grant_type", "client_id", "client_secret", "scope", "access_token", "token_type", "expires_in", "error", "error_description", "error_uri"];
        foreach (var field in token) Uses("token", field);

        var written = XDocument.Load(Path.Combine(Repository.Root, "src/Modules/Azukari.Api/Resources/ApiText.resx")).Descendants("data").Select(data => data.Attribute("name")!.Value);
        Assert.DoesNotContain(written, key => key.StartsWith("Field.", StringComparison.Ordinal) && key != "Field.Required" && !used.Contains(key));
    }

    [Theory]
    [InlineData(null, "application/json")]
    [InlineData("*/*", "application/json")]
    [InlineData("application/json", "application/json")]
    [InlineData("application/problem+json", "application/json")]
    [InlineData("text/html;q=0.5, application/json", "application/json")]
    [InlineData("text/html", "text/html")]
    [InlineData(Browser, "text/html")]
    public async Task What_a_problem_leads_to_is_a_page_for_people_and_data_for_programs(string? accept, string type)
    {
        using var answer = await AskAsync("/problems/refused", accept);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(type, answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains("Accept", answer.Headers.Vary);
    }

    [Fact]
    public async Task Every_problem_has_its_page_in_both_languages()
    {
        foreach (var kind in ProblemKind.All)
        {
            var (ja, en) = (Text(await HtmlAsync(kind.Type)), Text(await HtmlAsync("/en" + kind.Type)));
            Assert.Contains(kind.TitleJa, ja, StringComparison.Ordinal);
            Assert.Contains(kind.RemedyJa, ja, StringComparison.Ordinal);
            Assert.Contains(kind.TitleEn, en, StringComparison.Ordinal);
            Assert.Contains(kind.RemedyEn, en, StringComparison.Ordinal);
        }

        using var unknown = await AskAsync("/problems/nothing-of-the-kind", Browser);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Contains("ページが見つかりません", await unknown.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        (await Answer.OfAsync(await AskAsync("/problems/nothing-of-the-kind", null))).IsProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public void The_history_of_the_example_holds_an_entry_as_the_ledger_writes_it()
    {
        using var history = JsonDocument.Parse(ApiExamples.Of(typeof(Azukari.Api.Bodies.HistoryAnswer))!);
        var entry = LedgerEntry.FromCanonicalJson(JsonSerializer.SerializeToUtf8Bytes(history.RootElement.GetProperty("entries")[0]));
        Assert.Equal("order-1042", entry.Case);
    }

    private async Task<IEnumerable<(string Path, string Method, JsonElement Operation)>> CallsAsync() =>
        (await DocumentAsync()).GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(method => (path.Name, method.Name, method.Value)));

    private async Task<JsonElement> DocumentAsync() => (await Answer.OfAsync(await AskAsync("/openapi/v1.json", null))).IsFine().Json;

    private async Task<string> HtmlAsync(string path)
    {
        using var answer = await AskAsync(path, Browser);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
        return await answer.Content.ReadAsStringAsync(Cancel);
    }

    private async Task<HttpResponseMessage> AskAsync(string path, string? accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (accept is not null) request.Headers.TryAddWithoutValidation("Accept", accept);
        return await host.Visitor().SendAsync(request, Cancel);
    }

    private static List<JsonElement> Each(JsonElement operation, string list) => operation.TryGetProperty(list, out var found) ? [.. found.EnumerateArray()] : [];

    private static string Article(string html, string id)
    {
        var from = html.IndexOf($"<article id=\"call-{id}\"", StringComparison.Ordinal);
        Assert.True(from >= 0, $"{id} is not on the page");
        return html[from..html.IndexOf("</article>", from, StringComparison.Ordinal)];
    }

    private static string Text(string html) => WebUtility.HtmlDecode(Tag().Replace(html, ""));

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();
}
