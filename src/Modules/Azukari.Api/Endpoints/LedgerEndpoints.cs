using System.Globalization;
using System.Text.Json;
using Azukari.Api.Bodies;
using Azukari.Api.Clients;
using Azukari.Api.Problems;
using Azukari.Company;
using Azukari.Ledger;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Azukari.Api.Endpoints;

/// <summary>What was done with a person's data, and proofs that the ledger says so.</summary>
internal static class LedgerEndpoints
{
    public const int Usual = 50, Most = 200;

    public static void MapLedger(this IEndpointRouteBuilder api)
    {
        api.MapGet("/subjects/{id}/ledger", HistoryAsync).Needs(ApiScope.Ledger)
            .Describe("history", "What was done with a person's data, newest first; looking is recorded", "その人の情報に何がされたか（新しい順。見たことも記録される）")
            .Produces<HistoryAnswer>();
        api.MapGet("/ledger/checkpoint", CheckpointAsync).Needs(ApiScope.Ledger)
            .Describe("checkpoint", "The last signed checkpoint", "最新の署名付きチェックポイント")
            .Produces<CheckpointAnswer>();
        api.MapGet("/ledger/entries/{entry}/proof", ProofAsync).Needs(ApiScope.Ledger)
            .Describe("proof", "Prove that an entry is in the ledger", "記録が台帳にあることの証明")
            .Produces<ProofAnswer>();
        api.MapGet("/ledger/consistency", ConsistencyAsync).Needs(ApiScope.Ledger)
            .Describe("consistency", "Prove that the ledger only grew", "台帳が追記だけされたことの証明")
            .Produces<ConsistencyAnswer>();
    }

    private static async Task<IResult> HistoryAsync(string id, string? cursor, string? limit, HttpContext http, CompanyCore company)
    {
        var cancel = http.RequestAborted;
        var fields = new Fields(company.Trust.Policies.Vocabulary);
        var subject = fields.Subject(id);
        var most = Usual;
        if (limit is not null && !(int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out most) && most is >= 1 and <= Most))
            fields.Wrong("limit", "range", $"1から{Most}までの整数です。", $"Has to be 1 to {Most}.");
        EntryId after = default;
        if (cursor is not null && !EntryId.TryParse(cursor, out after)) fields.Wrong("cursor", "cursor", "前のページの next をそのまま渡してください。", "Give the next of the page before, as it was.");
        if (!fields.Fine) return fields.Problem;
        await company.Trust.Vault.RecordInspectionAsync(subject, http.Client().Accessor, "history", cancel);
        var entries = new List<JsonElement>(most);
        EntryId? last = null;
        var more = false;
        // A page begins at its cursor, however long the history before it.
        var history = cursor is null ? company.Trust.Vault.HistoryAsync(subject, cancel) : company.Trust.Vault.HistoryAsync(subject, after, cancel);
        await foreach (var entry in history)
        {
            if (entries.Count == most)
            {
                more = true;
                break;
            }

            entries.Add(JsonElement.Parse(entry.ToCanonicalJson()));
            last = entry.Id;
        }

        // Nobody's history, or a cursor of another's: both hold nothing.
        if (entries.Count == 0 && cursor is null) return ApiProblem.Of(ProblemKind.NoSuchSubject);
        return ReadyAnswer.Of(new HistoryAnswer(entries, more ? last?.ToString() : null), ApiJson.Default.HistoryAnswer);
    }

    private static async Task<IResult> CheckpointAsync(HttpContext http, CompanyCore company) =>
        ReadyAnswer.Of(Of(await company.Trust.Ledger.CheckpointAsync(http.RequestAborted)), ApiJson.Default.CheckpointAnswer);

    private static async Task<IResult> ProofAsync(string entry, HttpContext http, CompanyCore company)
    {
        if (!EntryId.TryParse(entry, out var id))
            return ApiProblem.Invalid("entry", "entry-id", "台帳の記録の番号は、ハイフンを含む36文字の UUID です。", "A ledger entry's id is a UUID of 36 characters.");
        await company.Trust.Vault.RecordInspectionAsync(null, http.Client().Accessor, "proof", http.RequestAborted);
        if (await company.Trust.Ledger.ProveInclusionAsync(id, http.RequestAborted) is not { } proof) return ApiProblem.Of(ProblemKind.NotFound);
        return ReadyAnswer.Of(
            new ProofAnswer(JsonElement.Parse(proof.EntryJson), Convert.ToBase64String(proof.Salt), proof.Position, [.. proof.Path.Select(Convert.ToBase64String)], Of(proof.Checkpoint)),
            ApiJson.Default.ProofAnswer);
    }

    private static async Task<IResult> ConsistencyAsync(string? from, string? to, HttpContext http, CompanyCore company)
    {
        var fields = new Fields(company.Trust.Policies.Vocabulary);
        var size = (await company.Trust.Ledger.CheckpointAsync(http.RequestAborted)).Size;
        var (older, newer) = (Size(from, "from", fields), to is null ? size : Size(to, "to", fields));
        if (fields.Fine && (older > newer || newer > size))
            fields.Wrong("from", "range", "from ≤ to ≤ 最新のチェックポイントの size です。", "Has to be from ≤ to ≤ the last checkpoint's size.");
        if (!fields.Fine) return fields.Problem;
        var proof = await company.Trust.Ledger.ProveConsistencyAsync(older, newer, http.RequestAborted);
        return ReadyAnswer.Of(new ConsistencyAnswer(proof.OldSize, proof.NewSize, [.. proof.Path.Select(Convert.ToBase64String)]), ApiJson.Default.ConsistencyAnswer);
    }

    private static long Size(string? text, string field, Fields fields)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size >= 1) return size;
        fields.Wrong(field, "size", "1以上の整数です。", "Has to be a whole number from 1.");
        return 0;
    }

    private static CheckpointAnswer Of(Checkpoint checkpoint) => new(checkpoint.Origin, checkpoint.Size, Convert.ToBase64String([.. checkpoint.Root]), checkpoint.Note);
}
