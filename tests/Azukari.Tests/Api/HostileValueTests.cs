using System.Text.Json;
using Azukari.Policy;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Values;
using Azukari.Vault;
using static Azukari.Tests.Api.ApiWorld;

namespace Azukari.Tests.Api;

/// <summary>Values people wrote themselves stay values: none of them becomes a member or a line of an answer, whatever it looks like.</summary>
public sealed class HostileValueTests
{
    private static readonly string[] Texts =
    [
        """{"forged":"yes"}""", """{"x":1},"clauses":["purpose.member.3"],"y":{""", "{\n{\"end\":{\"subjects\":0,\"granted\":0,\"refused\":0}}\n", "{", "}\"", "\"},{\"subject\":\"0\"", "{\"a\":\"b\"}\n{\"c\":\"d\"}",
    ];

    [Theory, EngineData]
    public async Task A_text_or_an_address_that_begins_with_a_brace_is_a_string_alone_and_among_many(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var desk = await world.CallerAsync("desk", "staff.customer-service", purposes: [Service]);
        var people = new Dictionary<string, string>();
        foreach (var text in Texts)
        {
            var person = await world.PersonAsync();
            await SetAsync(world, person, "consultation", text);
            await SetAsync(world, person, "email", "{a@example.jp");
            people[person] = Value(world, "consultation", text).Reveal();
        }

        foreach (var (person, text) in people)
        {
            var answer = (await desk.PostAsync($"/api/v1/subjects/{person}/accesses", new { purpose = Service, items = new[] { "consultation", "email", "name" }, @case = "inquiry-1" })).IsFine();
            Check(answer.Json, text);
        }

        var lines = (await desk.PostAsync("/api/v1/accesses", new { purpose = Service, items = new[] { "consultation", "email", "name" }, subjects = people.Keys, @case = "list-1" })).IsFine().Text.TrimEnd('\n').Split('\n');
        Assert.Equal(Texts.Length + 1, lines.Length);
        Assert.Equal(Texts.Length, JsonElement.Parse(lines[^1]).GetProperty("end").GetProperty("granted").GetInt32());
        foreach (var line in lines[..^1].Select(line => JsonElement.Parse(line))) Check(line, people[line.GetProperty("subject").GetString()!]);
        Assert.Empty(world.Complaints);
    }

    [Theory, EngineData]
    public async Task Nothing_of_a_value_or_of_what_a_caller_named_comes_into_a_history(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var desk = await world.CallerAsync("desk", "staff.customer-service", purposes: [Service]);
        var person = await world.PersonAsync();
        foreach (var text in Texts)
        {
            await SetAsync(world, person, "consultation", text);
            // As a case it is no code, so nothing is asked, and nothing recorded.
            Assert.Equal(["case code"], (await desk.PostAsync($"/api/v1/subjects/{person}/accesses", new { purpose = Service, items = new[] { "consultation" }, @case = text })).IsProblem(System.Net.HttpStatusCode.BadRequest, "invalid").Errors);
        }

        var history = (await desk.SendAsync(HttpMethod.Get, $"/api/v1/subjects/{person}/ledger")).IsFine();
        foreach (var entry in history.Json.GetProperty("entries").EnumerateArray())
            Assert.All(entry.EnumerateObject(), member => Assert.Contains(member.Name, (string[])["accessor", "as", "case", "clauses", "id", "items", "kind", "policy", "purpose", "reason", "recipient", "subject", "time", "v"]));
        Assert.DoesNotContain("forged", history.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("{\\", history.Text, StringComparison.Ordinal);
    }

    private static void Check(JsonElement granted, string text)
    {
        Assert.Equal(["clauses", "entry", "policy", "subject", "values"], granted.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
        var values = granted.GetProperty("values");
        Assert.Equal(["consultation", "email", "name"], values.EnumerateObject().Select(member => member.Name));
        Assert.Equal((text, "{a@example.jp"), (values.GetProperty("consultation").GetString(), values.GetProperty("email").GetString()));
        Assert.Equal(JsonValueKind.Object, values.GetProperty("name").ValueKind);
    }

    private static StoredValue Value(ApiWorld world, string item, string text)
    {
        Assert.True(world.Company.ShapeOf(ItemId.Parse(item)).TryNormalise(text, new DateOnly(2026, 11, 24), out var value, out var error), error?.Rule);
        return value;
    }

    private static async Task SetAsync(ApiWorld world, string person, string item, string text) => Assert.IsType<ActDone>(await world.Company.Trust.Vault.CorrectAsync(
        SubjectId.Parse(person), new Dictionary<ItemId, StoredValue?> { [ItemId.Parse(item)] = Value(world, item, text) }, new CorrectionBy.Staff(), new Accessor("tester"), Channel.Web, ct: Cancel));
}
