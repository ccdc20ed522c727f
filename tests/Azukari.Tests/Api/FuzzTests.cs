using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Testing.Canaries;
using CsCheck;
using static Azukari.Tests.Api.ApiWorld;

namespace Azukari.Tests.Api;

/// <summary>
/// Calls made from the OpenAPI document, right and wrong in every way: whatever is sent, the program stands, repeats no value, and a refused
/// write changes nothing.
/// </summary>
public sealed class FuzzTests
{
    private const int Rounds = 60;

    /// <summary>What a caller may put in the wrong place: values of people that are no codes, so that nothing may keep them.</summary>
    private static readonly string[] Values = [CanaryWords.FamilyName + " " + CanaryWords.GivenName, CanaryWords.Mail(1), CanaryWords.Note, CanaryWords.Town + "1-1"];

    private static readonly Gen<JsonNode?> Junk = Gen.OneOf(
        Gen.Const((JsonNode?)null), Gen.Int.Select(n => (JsonNode?)n), Gen.Bool.Select(b => (JsonNode?)b), Gen.Double.Where(double.IsFinite).Select(d => (JsonNode?)d),
        OneOf(Values).Select(v => (JsonNode?)v), Gen.String[0, 40].Select(s => (JsonNode?)s), Gen.Const(0).Select(_ => (JsonNode?)new JsonArray()),
        OneOf(Values).Select(v => (JsonNode?)new JsonObject { [v] = v }), Gen.Const(0).Select(_ => (JsonNode?)new string('あ', 5000)));

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(at => texts[at]);

    [Theory, EngineData]
    public async Task Whatever_is_sent_the_program_stands_repeats_no_value_and_a_refused_write_changes_nothing(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine, ("Api:CallsPerSecond", "100000"), ("Api:CallsAtOnce", "100000"));
        var person = await world.PersonAsync();
        var caller = await world.ShippingAsync();
        var document = (await caller.SendAsync(HttpMethod.Get, "/openapi/v1.json")).IsFine().Json;
        var operations = document.GetProperty("paths").EnumerateObject().Where(path => path.Name.StartsWith("/api/v1", StringComparison.Ordinal))
            .SelectMany(path => path.Value.EnumerateObject().Select(method => (Path: path.Name, Method: method.Name, Operation: method.Value))).ToList();
        Assert.True(operations.Count >= 15, $"{operations.Count} operations");
        var seen = new HashSet<HttpStatusCode>();
        var state = await StateAsync(world);

        foreach (var (path, method, operation) in operations)
        {
            // The person stays for the others; what erases is sent to strangers.
            var id = method == "delete" && path == "/api/v1/subjects/{id}" ? Azukari.Vault.SubjectId.New().ToString() : person;
            var bodies = Bodies(document, operation).Array[Rounds].Single();
            var ids = Gen.Frequency((6, Gen.Const(id)), (1, OneOf(Values)), (1, Gen.String[1, 20]), (1, Gen.Const("../../etc")), (1, Gen.Const(new string('0', 32)))).Array[Rounds].Single();
            for (var i = 0; i < Rounds; i++)
            {
                using var request = new HttpRequestMessage(new HttpMethod(method.ToUpperInvariant()), Url(path, ids[i], i));
                if (bodies[i] is { } body)
                {
                    request.Content = new ByteArrayContent(body);
                    request.Content.Headers.TryAddWithoutValidation("Content-Type", i % 17 == 3 ? "text/plain" : "application/json");
                }

                if (i % 5 == 0) request.Headers.TryAddWithoutValidation("Idempotency-Key", $"{path}-{method}-{i}");
                var answer = await Answer.OfAsync(await caller.SendAsync(request, Cancel));

                var what = $"{method} {path} round {i}: {(int)answer.Status} {answer.Text}";
                Assert.True((int)answer.Status is >= 200 and < 500, what);
                seen.Add(answer.Status);
                var before = state;
                state = await StateAsync(world);
                if ((int)answer.Status < 400) continue;
                Assert.True(answer.ContentType == "application/problem+json", what);
                Assert.All(CanaryWords.All, word => Assert.DoesNotContain(word, answer.Text, StringComparison.Ordinal));
                Assert.True(state == before, what + " changed something");
            }
        }

        Assert.Superset(new HashSet<HttpStatusCode> { HttpStatusCode.OK, HttpStatusCode.BadRequest, HttpStatusCode.Forbidden, HttpStatusCode.NotFound, HttpStatusCode.UnsupportedMediaType }, seen);
        Assert.Empty(world.Complaints);
        var stored = await StoredText.OfAsync(world);
        Assert.All(CanaryWords.All, word => Assert.DoesNotContain(word, stored, StringComparison.Ordinal));
    }

    /// <summary>Who there is and what is held of them, consents, restrictions and documents included.</summary>
    private static async Task<string> StateAsync(ApiWorld world) => string.Join('\n', await world.Company.Trust.Parts.Vault.ReadAsync((session, cancel) => session.ListAsync(
        """
        SELECT id, generation, (SELECT count(*) FROM items i WHERE i.subject = s.id), (SELECT coalesce(sum(version), 0) FROM items i WHERE i.subject = s.id),
            (SELECT count(*) FROM consents c WHERE c.subject = s.id), (SELECT count(*) FROM consents c WHERE c.subject = s.id AND c.withdrawn_at IS NULL),
            (SELECT count(*) FROM restrictions r WHERE r.subject = s.id), (SELECT count(*) FROM restrictions r WHERE r.subject = s.id AND r.lifted_at IS NULL),
            (SELECT count(*) FROM documents d WHERE d.subject = s.id)
        FROM subjects s WHERE state <> 1 ORDER BY id
        """,
        row => Convert.ToHexString(row.Bytes(0)) + " " + string.Join(' ', Enumerable.Range(1, 8).Select(column => Convert.ToInt64(row.GetValue(column), CultureInfo.InvariantCulture))), cancel), ct: Cancel));

    private static string Url(string path, string id, int round)
    {
        var url = path.Replace("{id}", Uri.EscapeDataString(id), StringComparison.Ordinal);
        foreach (var name in new[] { "{restriction}", "{consent}", "{document}", "{notice}" }) url = url.Replace(name, round % 3 == 0 ? Uri.EscapeDataString(Values[0]) : $"{round:d32}", StringComparison.Ordinal);
        url = url.Replace("{entry}", round % 2 == 0 ? Guid.CreateVersion7().ToString() : Uri.EscapeDataString(Values[1]), StringComparison.Ordinal).Replace("{version}", round % 2 == 0 ? "2026-10" : Uri.EscapeDataString(Values[2]), StringComparison.Ordinal);
        return round % 4 == 1 ? url + "?limit=" + Uri.EscapeDataString(Values[0]) + "&cursor=" + Uri.EscapeDataString(Values[1]) + "&from=-1&to=x" : url;
    }

    /// <summary>Bodies for an operation: from its schema, with things exchanged, left out, added and broken.</summary>
    private static Gen<byte[]?> Bodies(JsonElement document, JsonElement operation)
    {
        if (!operation.TryGetProperty("requestBody", out var body)) return Gen.Frequency((4, Gen.Const((byte[]?)null)), (1, Gen.Const((byte[]?)"{}"u8.ToArray())));
        var content = body.GetProperty("content");
        if (!content.TryGetProperty("application/json", out var json)) return Gen.Byte.Array[0, 400].Select(bytes => (byte[]?)bytes);
        var schema = json.GetProperty("schema");
        var right = Node(document, schema, 0).Select(node => (byte[]?)Encoding.UTF8.GetBytes(node?.ToJsonString() ?? "null"));
        return Gen.Frequency(
            (8, right),
            (2, Junk.Select(node => (byte[]?)Encoding.UTF8.GetBytes(node?.ToJsonString() ?? "null"))),
            (2, Gen.Select(right, Gen.Int[0, 400]).Select((bytes, at) => (byte[]?)bytes![..Math.Min(at, bytes.Length)])),
            (1, Gen.Byte.Array[0, 200].Select(bytes => (byte[]?)bytes)),
            (1, right.Select(bytes => (byte[]?)Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(bytes!)))),
            (1, Gen.Const((byte[]?)Encoding.UTF8.GetBytes("{\"items\":{\"name\":\"\\ud800\"},\"\\udfff\":1}"))),
            (1, Gen.Const((byte[]?)Encoding.UTF8.GetBytes(new string('[', 3000)))),
            (1, Gen.Const((byte[]?)new byte[300_000])),
            (1, Gen.Const((byte[]?)null)));
    }

    private static Gen<JsonNode?> Node(JsonElement document, JsonElement schema, int depth)
    {
        if (schema.TryGetProperty("$ref", out var reference))
            return Node(document, document.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1]), depth);
        if (schema.TryGetProperty("oneOf", out var choices)) return Node(document, choices[choices.GetArrayLength() - 1], depth);
        var example = schema.TryGetProperty("examples", out var examples) ? examples[0] : default;
        if (schema.TryGetProperty("properties", out var properties) && depth < 4)
        {
            var members = properties.EnumerateObject().ToList();
            var gens = members.Select(member => Gen.Frequency(
                (5, example.ValueKind == JsonValueKind.Object && example.TryGetProperty(member.Name, out var given) ? Gen.Const(given.GetRawText()).Select(raw => JsonNode.Parse(raw)) : Node(document, member.Value, depth + 1)),
                (1, Junk))).ToArray();
            return Gen.Select(Gen.Int[0, int.MaxValue], Gen.Frequency((6, Gen.Const("")), (1, OneOf(Values)))).SelectMany((mask, extra) => Collect(members, gens, mask, extra, example));
        }

        if (schema.TryGetProperty("items", out var element)) return Node(document, element, depth + 1).Array[0, 3].Select(nodes => (JsonNode?)new JsonArray([.. nodes.Select(node => node?.DeepClone())]));
        return Gen.Frequency((4, OneOf("name", "purpose.member.2", "web", "2026-10", "all", "agent", "staff", "order-1").Select(word => (JsonNode?)word)), (2, Junk));
    }

    // Of each object: as its example has it, and now and then a member more, less or other.
    private static Gen<JsonNode?> Collect(List<JsonProperty> members, Gen<JsonNode?>[] gens, int mask, string extra, JsonElement example) =>
        Gen.Int[0, 9].Array[members.Count].SelectMany(choice => gens.Aggregate(Gen.Const(new List<JsonNode?>()), (list, gen) => Gen.Select(list, gen, (all, next) => new List<JsonNode?>([.. all, next]))).Select(values =>
        {
            var node = new JsonObject();
            for (var i = 0; i < members.Count; i++)
            {
                var belongs = example.ValueKind != JsonValueKind.Object || example.TryGetProperty(members[i].Name, out _);
                if (belongs ? choice[i] > 0 : choice[i] == 0 && mask % 2 == 0) node[members[i].Name] = values[i]?.DeepClone();
            }

            if (extra.Length > 0) node[extra] = extra;
            return (JsonNode?)node;
        }));
}
