using Azukari.Api.Bodies;
using Azukari.Api.Problems;
using Azukari.Company;
using Azukari.Vault;
using Microsoft.AspNetCore.Http;

namespace Azukari.Api.Endpoints;

/// <summary>What became of an act, as an answer.</summary>
internal static class ActAnswers
{
    /// <param name="id">The id of what the act is about (a consent, a restriction), where it has one.</param>
    public static IResult Of(CompanyCore company, ActResult result, string? id = null, int status = StatusCodes.Status200OK, string? location = null) => result switch
    {
        ConsentGiven given => Done(given.ConsentId.ToString(), given.EntryId.ToString(), null, status, location),
        RestrictionSet set => Done(set.RestrictionId.ToString(), set.EntryId.ToString(), null, status, location),
        ActDone done => Done(id, done.EntryId?.ToString(), done.Items.IsDefaultOrEmpty ? null : [.. done.Items.Select(item => item.Value)], status, location),
        ActRefused refused => ApiProblem.Refused(refused.Refusal, company.Trust.Policies.InForce.Document.Version, null),
        ActTaken => ApiProblem.Of(ProblemKind.Conflict),
        ActUnknown { Erased: true } => ApiProblem.Of(ProblemKind.Erased),
        ActUnknown => ApiProblem.Of(ProblemKind.NotFound),
        _ => throw new InvalidOperationException($"An act ended as {result.GetType().Name}."),
    };

    private static ReadyAnswer Done(string? id, string? entry, IReadOnlyList<string>? items, int status, string? location) =>
        ReadyAnswer.Of(new ActAnswer(id, entry, items), ApiJson.Default.ActAnswer, status, location);
}
