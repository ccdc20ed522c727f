using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Azukari.Api.Clients;
using Azukari.Ledger;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Testing.Canaries;
using Azukari.Vault;
using static Azukari.Tests.Api.ApiWorld;

namespace Azukari.Tests.Api;

public sealed class DocumentTests
{
    private const string Pdf = "application/pdf", Name = CanaryWords.FamilyName + "様.pdf";
    private static readonly object ForConsultation = new { purpose = Service, @case = "inquiry-31" };

    [Fact]
    public async Task Who_may_take_in_and_read_documents_may_not_delete_them()
    {
        await using var world = await OpenAsync(StoreEngine.Sqlite);
        var (subject, document) = (Azukari.Vault.SubjectId.New(), Azukari.Vault.SubjectId.New());
        var scanner = await world.CallerAsync("scanner", "staff.customer-service", purposes: [Service], scopes: ["documents"]);
        (await scanner.SendAsync(HttpMethod.Delete, $"/api/v1/subjects/{subject}/documents/{document}")).IsProblem(HttpStatusCode.Forbidden, "scope-missing");

        var desk = await world.CallerAsync("desk", "staff.privacy-manager", purposes: [Service], scopes: ["documents", "erase"]);
        (await desk.SendAsync(HttpMethod.Delete, $"/api/v1/subjects/{subject}/documents/{document}")).IsProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Theory, EngineData]
    public async Task A_document_is_sent_listed_read_whole_and_in_ranges_and_deleted(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var (person, desk) = (await world.PersonAsync(), await DeskAsync(world));
        var content = Content(300_000);

        var sent = (await SendAsync(desk, person, content, name: Name)).IsFine(HttpStatusCode.Created);
        var path = $"/api/v1/subjects/{person}/documents/{sent["document"]}";
        var whole = await ReadAsync(desk, path);
        var part = await ReadAsync(desk, path, new RangeHeaderValue(65_530, 65_549));
        var tail = await ReadAsync(desk, path, new RangeHeaderValue(null, 100));

        Assert.Equal(("consultation", Pdf, "300000", "1"), (sent["item"], sent["type"], sent["size"], sent["version"]));
        Assert.Equal((HttpStatusCode.OK, Pdf, Name), (whole.Status, whole.Headers.ContentType!.MediaType, whole.Headers.ContentDisposition!.FileNameStar));
        Assert.Equal(content, whole.Bytes);
        Assert.Equal((HttpStatusCode.PartialContent, "bytes 65530-65549/300000"), (part.Status, part.Headers.ContentRange!.ToString()));
        Assert.Equal(content[65_530..65_550], part.Bytes);
        Assert.Equal(content[^100..], tail.Bytes);
        Assert.Equal("bytes */300000", (await ReadAsync(desk, path, new RangeHeaderValue(300_000, 300_001))).Headers.ContentRange!.ToString());
        var entry = (await world.Company.Trust.Ledger.FindAsync(whole.Entry, Cancel))!.Entry;
        Assert.Equal((EntryKind.Used, "desk", "staff.customer-service", "inquiry-31", "consultation"), (entry.Kind, entry.Accessor, entry.As, entry.Case, Assert.Single(entry.Items)));

        var list = (await desk.SendAsync(HttpMethod.Get, $"/api/v1/subjects/{person}/documents?purpose={Service}&case=inquiry-31")).IsFine();
        Assert.Equal(sent["document"], Assert.Single(list.Json.GetProperty("documents").EnumerateArray()).GetProperty("document").GetString());
        Assert.DoesNotContain(CanaryWords.FamilyName, list.Text, StringComparison.Ordinal);
        (await desk.SendAsync(HttpMethod.Delete, path + "?case=request-7&reason=old")).IsProblem(HttpStatusCode.BadRequest, "invalid");
        (await desk.SendAsync(HttpMethod.Delete, path + "?case=request-7")).IsProblem(HttpStatusCode.Forbidden, "refused"); // a record of dealings, only because nobody needs it
        (await desk.SendAsync(HttpMethod.Delete, path + "?case=request-7&reason=untrue")).IsFine();
        (await desk.SendAsync(HttpMethod.Delete, path)).IsProblem(HttpStatusCode.NotFound, "not-found");
        (await desk.PostAsync(path + "/accesses", ForConsultation)).IsProblem(HttpStatusCode.NotFound, "not-found");
        Assert.Empty(world.Complaints);
    }

    [Theory, EngineData]
    public async Task Who_may_not_is_refused_with_reason_and_clause(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var (person, desk) = (await world.PersonAsync(), await DeskAsync(world));
        var path = $"/api/v1/subjects/{person}/documents/{(await SendAsync(desk, person, Content(100)))["document"]}/accesses";
        var shipping = await world.ShippingAsync();
        var without = await world.CallerAsync("reader", "staff.customer-service", purposes: [Service], scopes: [ApiScope.Access]);

        var beyond = (await shipping.PostAsync(path, new { purpose = Shipping, @case = "order-1" })).IsProblem(HttpStatusCode.Forbidden, "refused");
        Assert.Equal(("item-beyond-purpose", Shipping), (beyond["reason"], beyond["clause"]));
        Assert.Equal("purpose-not-of-client", (await desk.PostAsync(path, new { purpose = Shipping, @case = "order-1" })).IsProblem(HttpStatusCode.Forbidden, "refused")["reason"]);
        (await without.PostAsync(path, ForConsultation)).IsProblem(HttpStatusCode.Forbidden, "scope-missing");
        Assert.Equal("channel-not-declared", (await PostAsync(desk, Path(person).Replace("channel=inquiry", "channel=site", StringComparison.Ordinal), Content(100), Pdf)).IsProblem(HttpStatusCode.Forbidden, "refused")["reason"]);
        var page = await world.CallerAsync("page", "self", purposes: ["rights.disclosure"], scopes: [ApiScope.Documents, ApiScope.Self]);
        Assert.Equal("special-care-without-consent", (await SendAsync(page, person, Content(100), item: "health")).IsProblem(HttpStatusCode.Forbidden, "refused")["reason"]);
        (await SendAsync(desk, SubjectId.New().ToString(), Content(100))).IsProblem(HttpStatusCode.NotFound, "no-such-subject");
        await world.Company.Trust.Vault.EraseAsync(SubjectId.Parse(person), new Accessor("tester"), null, Cancel);
        (await SendAsync(desk, person, Content(100))).IsProblem(HttpStatusCode.Gone, "erased");
        (await desk.PostAsync(path, ForConsultation)).IsProblem(HttpStatusCode.Gone, "erased");
    }

    [Theory, EngineData]
    public async Task A_document_sent_again_with_its_key_is_kept_once(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var (person, desk) = (await world.PersonAsync(), await DeskAsync(world));

        var first = (await SendAsync(desk, person, Content(100_000), key: "upload-1")).IsFine(HttpStatusCode.Created);
        var again = (await SendAsync(desk, person, Content(100_000), key: "upload-1")).IsFine();
        (await SendAsync(desk, person, Content(100), key: "upload-1", item: "inquiry")).IsProblem(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
        (await SendAsync(desk, person, Content(101), key: "upload-1")).IsProblem(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused"); // another content, told by its length

        Assert.Equal(first["document"], again["document"]);
        Assert.Single((await world.Company.Trust.Vault.Documents.ListAsync(SubjectId.Parse(person), Cancel))!);
        (await desk.SendAsync(HttpMethod.Delete, $"/api/v1/subjects/{person}/documents/{first["document"]}?reason=unlawful")).IsFine();
        (await SendAsync(desk, person, Content(100_000), key: "upload-1")).IsProblem(HttpStatusCode.Conflict, "conflict");
    }

    [Fact]
    public async Task What_is_wrong_is_said_by_field_and_rule_in_both_languages_and_nothing_is_kept()
    {
        await using var world = await OpenAsync(StoreEngine.Sqlite);
        var (person, desk) = (await world.PersonAsync(), await DeskAsync(world));
        var name = Uri.EscapeDataString(CanaryWords.FamilyName);

        Assert.Equal(["item unknown-item", "channel unknown-channel", "policyVersion unknown-version", "case code", "toldOfRecording boolean", "replaces document-id"],
            (await PostAsync(desk, $"/api/v1/subjects/{person}/documents?item={name}&channel={name}&policyVersion=x&case={name}&toldOfRecording=1&replaces=2", Content(10), Pdf)).IsProblem(HttpStatusCode.BadRequest, "invalid").Errors);
        Assert.Equal(["body document-content-of-another-type"], (await SendAsync(desk, person, "<html>"u8.ToArray())).IsProblem(HttpStatusCode.BadRequest, "invalid").Errors);
        Assert.Equal(["item item-holds-no-documents"], (await PostAsync(desk, Path(person, "name").Replace("inquiry", "web", StringComparison.Ordinal), Content(10), Pdf)).IsProblem(HttpStatusCode.BadRequest, "invalid").Errors);
        Assert.Equal(["Content-Disposition document-file-name"], (await SendAsync(desk, person, Content(10), name: "a/" + Name)).IsProblem(HttpStatusCode.BadRequest, "invalid").Errors);
        var japanese = (await PostAsync(desk, Path(person), Content(10), "text/html")).IsProblem(HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
        desk.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
        var english = (await PostAsync(desk, Path(person), Content(10), "text/html")).IsProblem(HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
        Assert.Contains("次のどれか", japanese["detail"], StringComparison.Ordinal);
        Assert.Contains("is one of text/plain", english["detail"], StringComparison.Ordinal);
        Assert.Equal(["document document-id"], (await desk.PostAsync($"/api/v1/subjects/{person}/documents/7/accesses", ForConsultation)).IsProblem(HttpStatusCode.BadRequest, "invalid").Errors);
        Assert.Equal(["purpose required"], (await desk.PostAsync($"/api/v1/subjects/{person}/documents/{DocumentId.New()}/accesses", "{}")).IsProblem(HttpStatusCode.BadRequest, "invalid").Errors);
        using var large = new DeclaredContent(world.Company.Trust.Vault.Documents.Limit + 1);
        (await Answer.OfAsync(await desk.PostAsync(Path(person), large, Cancel))).IsProblem(HttpStatusCode.RequestEntityTooLarge, "too-large");

        Assert.Empty((await world.Company.Trust.Vault.Documents.ListAsync(SubjectId.Parse(person), Cancel))!);
    }

    [Theory, EngineData]
    public async Task A_restriction_while_it_is_read_cuts_the_connection(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var (person, desk) = (await world.PersonAsync(), await DeskAsync(world));
        var path = $"/api/v1/subjects/{person}/documents/{(await SendAsync(desk, person, Content(4_000_000)))["document"]}/accesses";
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = System.Net.Http.Json.JsonContent.Create(ForConsultation) };
        using var response = await desk.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
        await using var stream = await response.Content.ReadAsStreamAsync(Cancel);
        await stream.ReadExactlyAsync(new byte[1000], Cancel);

        await world.Company.Trust.Vault.RestrictAsync(SubjectId.Parse(person), new Restriction.Everything(), new Accessor("tester"), Cancel);

        await Assert.ThrowsAnyAsync<Exception>(async () => await stream.ReadExactlyAsync(new byte[3_999_000], Cancel));
        Assert.Equal("restricted", (await desk.PostAsync(path, ForConsultation)).IsProblem(HttpStatusCode.Forbidden, "refused")["reason"]);
    }

    private static Task<HttpClient> DeskAsync(ApiWorld world) => world.CallerAsync("desk", "staff.customer-service", purposes: [Service]);

    private static string Path(string person, string item = "consultation") => $"/api/v1/subjects/{person}/documents?item={item}&channel=inquiry&policyVersion=2026-10&case=inquiry-31";

    private static Task<Answer> SendAsync(HttpClient caller, string person, byte[] content, string more = "", string? name = null, string? key = null, string item = "consultation") =>
        PostAsync(caller, Path(person, item) + more, content, Pdf, name, key);

    private static async Task<Answer> PostAsync(HttpClient caller, string path, byte[] content, string type, string? name = null, string? key = null)
    {
        using var body = new ByteArrayContent(content);
        body.Headers.ContentType = new MediaTypeHeaderValue(type);
        if (name is not null) body.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileNameStar = name };
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        return await Answer.OfAsync(await caller.SendAsync(request, Cancel));
    }

    private static async Task<(HttpStatusCode Status, byte[] Bytes, HttpContentHeaders Headers, EntryId Entry)> ReadAsync(HttpClient caller, string path, RangeHeaderValue? range = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path + "/accesses") { Content = new StringContent(JsonSerializer.Serialize(ForConsultation), Encoding.UTF8, "application/json") };
        request.Headers.Range = range;
        var response = await caller.SendAsync(request, Cancel);
        var hasEntry = EntryId.TryParse(response.Headers.TryGetValues("Azukari-Entry", out var values) ? values.Single() : "", out var entry);
        return (response.StatusCode, await response.Content.ReadAsByteArrayAsync(Cancel), response.Content.Headers, hasEntry ? entry : default);
    }

    private static byte[] Content(int size)
    {
        var content = new byte[size];
        for (var i = 0; i < size; i++) content[i] = (byte)((i * 13) + (i >> 8));
        "%PDF-1.7"u8.CopyTo(content);
        return content;
    }

    /// <summary>A body said to be long; nothing of it is ever sent.</summary>
    private sealed class DeclaredContent : HttpContent
    {
        private readonly long _length;

        public DeclaredContent(long length)
        {
            _length = length;
            Headers.ContentType = new MediaTypeHeaderValue(Pdf);
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => Task.CompletedTask;

        protected override bool TryComputeLength(out long length)
        {
            length = _length;
            return true;
        }
    }
}
