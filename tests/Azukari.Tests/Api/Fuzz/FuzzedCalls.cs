using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azukari.Testing.Canaries;

namespace Azukari.Tests.Api.Fuzz;

/// <summary>An operation of the OpenAPI document.</summary>
internal sealed record FuzzOperation(string Path, string Method, JsonElement Said)
{
    public string Id { get; } = Said.GetProperty("operationId").GetString()!;

    public bool Deletes => Method == "delete";

    public static IReadOnlyList<FuzzOperation> Of(JsonElement document) =>
        [.. document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(method => new FuzzOperation(path.Name, method.Name, method.Value)))];
}

/// <summary>
/// Calls made from the OpenAPI document: every parameter it tells of, every kind of body it takes. Right ones first, the same with one thing or several wrong then.
/// </summary>
/// <param name="document">The document.</param>
/// <param name="dice">Decides what is wrong; its seed tells it again.</param>
internal sealed class FuzzedCalls(JsonElement document, Dice dice)
{
    /// <summary>What a caller may put in the wrong place: values of people that are no codes, so that nothing may keep them.</summary>
    private static readonly string[] Values = [CanaryWords.FamilyName + " " + CanaryWords.GivenName, CanaryWords.Mail(1), CanaryWords.Note, CanaryWords.Town + "1-1"];

    private static readonly Dictionary<string, byte[]> Heads = new(StringComparer.Ordinal)
    {
        ["text/plain"] = Encoding.UTF8.GetBytes(CanaryWords.Note), ["application/pdf"] = "%PDF-1.7 "u8.ToArray(), ["image/jpeg"] = [0xFF, 0xD8, 0xFF, 0xE0], ["image/png"] = [0x89, .. "PNG\r\n\u001a\n"u8],
        ["audio/mpeg"] = "ID3"u8.ToArray(),
    };

    public HttpRequestMessage Right(FuzzOperation operation, FuzzCaller caller, string secret, Living living) => Made(operation, caller, secret, living, wrong: 0);

    public HttpRequestMessage Wrong(FuzzOperation operation, FuzzCaller caller, string secret, Living living) => Made(operation, caller, secret, living, wrong: (1 + dice.Below(3)) * 0.12);

    /// <param name="operation">What is called.</param>
    /// <param name="caller">By whom.</param>
    /// <param name="secret">Its secret.</param>
    /// <param name="living">About whom.</param>
    /// <param name="wrong">How likely each thing is not right; 0 makes a call that is.</param>
    private HttpRequestMessage Made(FuzzOperation operation, FuzzCaller caller, string secret, Living living, double wrong)
    {
        var (url, query) = (operation.Path, new List<string>());
        var request = new HttpRequestMessage { Method = new HttpMethod(operation.Method.ToUpperInvariant()) };
        foreach (var parameter in operation.Said.TryGetProperty("parameters", out var all) ? all.EnumerateArray().ToArray() : [])
        {
            var name = parameter.GetProperty("name").GetString()!;
            var right = RightValue(operation, name, caller, living);
            var value = dice.Share() < wrong ? WrongText(right) : right;
            switch (parameter.GetProperty("in").GetString())
            {
                case "path":
                    // No path holds a null, say the servers: Kestrel answers such a line itself, the tests' own does not send it.
                    url = url.Replace($"{{{name}}}", Uri.EscapeDataString(value is null or "" ? "0" : value.Replace('\0', '0')), StringComparison.Ordinal);
                    break;
                case "query" when value is not null:
                    query.Add($"{name}={Uri.EscapeDataString(value)}");
                    if (dice.Share() < wrong / 3) query.Add($"{name}={Uri.EscapeDataString(dice.Any(Values))}");
                    break;
                case "header" when value is not null:
                    request.Headers.TryAddWithoutValidation(name, value);
                    break;
            }
        }

        if (dice.Share() < wrong / 2) query.Add($"{dice.Any("limit", "purpose", "subject", "name")}={Uri.EscapeDataString(dice.Any(Values))}");
        request.RequestUri = new Uri(query.Count == 0 ? url : url + "?" + string.Join('&', query), UriKind.Relative);
        if (operation.Said.TryGetProperty("requestBody", out var body)) request.Content = Body(operation, body.GetProperty("content"), caller, secret, living, wrong);
        else if (dice.Share() < wrong) request.Content = Json("{}"u8.ToArray());
        if (operation.Id == "read-document" && dice.Share() < wrong) request.Headers.TryAddWithoutValidation("Range", dice.Any("bytes=0-0", "bytes=2-", "bytes=-3", "bytes=900-901", "bytes=5-1", "pages=1-2", Values[0]));
        if (dice.Share() < wrong / 2) request.Headers.TryAddWithoutValidation("Accept", dice.Any("application/json", "image/png", "application/ld+json; profile=\"" + Values[1] + "\""));
        return request;
    }

    /// <summary>What is right there; null where nothing need be. A parameter nobody has thought of fails the test.</summary>
    private string? RightValue(FuzzOperation operation, string name, FuzzCaller caller, Living living) => name switch
    {
        "id" => living.Person,
        "document" => living.Document,
        "consent" => living.Consent,
        "restriction" => operation.Deletes ? living.Restriction : Guid.NewGuid().ToString("N"),
        "notice" => living.Notice,
        "entry" => living.Entry,
        "version" or "policyVersion" => "2026-10",
        "item" or "channel" => "inquiry",
        "purpose" => caller.Purposes.FirstOrDefault() ?? ApiWorld.Service,
        "case" => caller.Case,
        "reason" => "untrue",
        "reasonCode" => "second-look",
        "toldOfRecording" => "true",
        "limit" => "10",
        "from" => "1",
        "Idempotency-Key" => dice.Below(3) == 0 ? $"{operation.Id}-{dice.Below(3)}" : null,
        "cursor" or "to" or "replaces" => null,
        _ => throw new InvalidOperationException($"What is right for {name} of {operation.Id} is not said here."),
    };

    private string? WrongText(string? right) => dice.Below(9) switch
    {
        0 => null,
        1 => dice.Any(Values),
        2 => "../../etc",
        3 => new string('0', 32),
        4 => Guid.NewGuid().ToString(dice.Coin() ? "N" : "D"),
        5 => right is { Length: > 1 } ? right[..^1] : "x",
        6 => right?.ToUpperInvariant() + " ",
        7 => new string(dice.Any('9', 'あ', '\u0000', '%', '-'), 1 + dice.Below(300)),
        _ => string.Concat(Enumerable.Range(0, 1 + dice.Below(20)).Select(_ => (char)(1 + dice.Below(0xD7FE)))),
    };

    private HttpContent? Body(FuzzOperation operation, JsonElement kinds, FuzzCaller caller, string secret, Living living, double wrong)
    {
        if (dice.Share() < wrong / 4) return null;
        if (dice.Share() < wrong / 4) return Parts();
        if (kinds.TryGetProperty("application/json", out var json))
        {
            var bytes = Broken(Encoding.UTF8.GetBytes(Node(json.GetProperty("schema"), caller, living, wrong, 0)?.ToJsonString() ?? "null"), wrong);
            return dice.Below(4) == 0 ? Streamed(bytes, "application/json") : Json(bytes, dice.Share() < wrong / 4 ? dice.Any("text/plain", "application/json; charset=shift_jis", "x") : "application/json");
        }

        if (kinds.TryGetProperty("application/x-www-form-urlencoded", out _))
        {
            string Or(string right) => dice.Share() < wrong ? WrongText(right) ?? "" : right;
            return new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = Or("client_credentials"), ["client_id"] = Or(caller.Id), ["client_secret"] = Or(secret) });
        }

        var type = wrong == 0 ? "text/plain" : dice.Any([.. kinds.EnumerateObject().Select(kind => kind.Name), "text/html", "multipart/form-data"]);
        var head = Heads.GetValueOrDefault(dice.Share() < wrong ? dice.Any([.. Heads.Keys]) : type, []);
        var content = Broken([.. head, .. Enumerable.Repeat((byte)' ', dice.Below(3) == 0 ? 200_000 : dice.Below(200))], wrong);
        HttpContent made = dice.Coin() ? Streamed(content, type) : Json(content, type);
        if (dice.Below(3) == 0) made.Headers.TryAddWithoutValidation("Content-Disposition", dice.Share() < wrong ? dice.Any("attachment; filename*=" + Values[0], "x", "attachment; filename=\"a/b\"") : $"attachment; filename*=UTF-8''{Uri.EscapeDataString(Values[0])}.pdf");
        return made;
    }

    private byte[] Broken(byte[] right, double wrong) => dice.Share() >= wrong / 2 ? right : dice.Below(6) switch
    {
        0 => right[..dice.Below(right.Length + 1)],
        1 => [.. Enumerable.Range(0, dice.Below(200)).Select(_ => (byte)dice.Below(256))],
        2 => Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(right)),
        3 => "{\"items\":{\"name\":\"\\ud800\"},\"\\udfff\":1}"u8.ToArray(),
        4 => Encoding.UTF8.GetBytes(new string('[', 3000)),
        _ => new byte[300_000],
    };

    /// <summary>A body as its schema says, by its example where it has one; what names a case is for the caller's own purpose.</summary>
    private JsonNode? Node(JsonElement schema, FuzzCaller caller, Living living, double wrong, int depth)
    {
        if (dice.Share() < wrong / 2) return Junk();
        if (schema.TryGetProperty("$ref", out var reference))
            return Node(document.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1]), caller, living, wrong, depth);
        if (schema.TryGetProperty("oneOf", out var choices)) return Node(choices[choices.GetArrayLength() - 1], caller, living, wrong, depth);
        var example = schema.TryGetProperty("examples", out var examples) ? JsonNode.Parse(examples[0].GetRawText()) as JsonObject : null;
        if (example is not null) Own(example, caller, living);
        if (schema.TryGetProperty("properties", out var properties) && depth < 4)
        {
            var node = new JsonObject();
            foreach (var member in properties.EnumerateObject())
            {
                var isGiven = example is null ? dice.Below(3) == 0 : example.ContainsKey(member.Name);
                if (dice.Share() < wrong / 2) isGiven = !isGiven;
                if (!isGiven) continue;
                node[member.Name] = dice.Share() < wrong ? Junk() : example?[member.Name]?.DeepClone() ?? Node(member.Value, caller, living, wrong, depth + 1);
            }

            if (dice.Share() < wrong / 2) node[dice.Any(Values)] = dice.Any(Values);
            return node;
        }

        if (schema.TryGetProperty("items", out var element)) return new JsonArray([.. Enumerable.Range(0, dice.Below(4)).Select(_ => Node(element, caller, living, wrong, depth + 1))]);
        return dice.Any("name", "purpose.member.2", "web", "2026-10", "all", "agent", "staff", "order-1");
    }

    private static void Own(JsonObject example, FuzzCaller caller, Living living)
    {
        if (example["items"] is JsonObject values)
            foreach (var empty in values.Where(value => value.Value is null).Select(value => value.Key).ToList()) values.Remove(empty);
        if (example.ContainsKey("subjects")) example["subjects"] = new JsonArray(living.Person);
        if (!example.ContainsKey("case")) return;
        example["case"] = caller.Case;
        if (example.ContainsKey("purpose")) example["purpose"] = caller.Purposes.FirstOrDefault() ?? ApiWorld.Service;
        if (example["items"] is JsonArray) example["items"] = new JsonArray([.. caller.Items.Select(item => (JsonNode?)item)]);
    }

    private JsonNode? Junk() => dice.Below(9) switch
    {
        0 => null,
        1 => dice.Below(int.MaxValue),
        2 => dice.Coin(),
        3 => dice.Share() * 1e300,
        4 => dice.Any(Values),
        5 => new JsonArray(),
        6 => new JsonObject { [dice.Any(Values)] = dice.Any(Values) },
        7 => new string('あ', 5000),
        _ => WrongText("x"),
    };

    private MultipartFormDataContent Parts() => new()
    {
        { new StringContent(dice.Any(Values)), dice.Any("item", "purpose", "file") },
        { new ByteArrayContent("%PDF-1.7"u8.ToArray()), "file", "note.pdf" },
    };

    private static ByteArrayContent Json(byte[] bytes, string type = "application/json")
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        return content;
    }

    /// <summary>Sent in chunks, its length not said.</summary>
    private static StreamContent Streamed(byte[] bytes, string type)
    {
        var content = new StreamContent(new Unseekable(bytes));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        return content;
    }

    private sealed class Unseekable(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
