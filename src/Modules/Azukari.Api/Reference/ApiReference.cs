using Azukari.Company;
using Azukari.Policy.Document;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Api.Reference;

/// <summary>The reference people read: made of the running OpenAPI document, and made anew when a version of the policy is published.</summary>
internal sealed class ApiReference([FromKeyedServices(ApiDocument.Name)] IOpenApiDocumentProvider documents, CompanyCore company)
{
    private volatile Made? _made;

    /// <summary>The calls by scope, in the order a newcomer needs them.</summary>
    public async Task<IReadOnlyList<ApiGroup>> GroupsAsync(CancellationToken cancel) => (await MadeAsync(cancel)).Groups;

    /// <summary>The fields of a problem.</summary>
    public async Task<IReadOnlyList<ApiField>> ProblemAsync(CancellationToken cancel) => (await MadeAsync(cancel)).Problem;

    private async Task<Made> MadeAsync(CancellationToken cancel)
    {
        var versions = company.Trust.Policies.Versions.Length;
        if (_made is { } made && made.Versions == versions) return made;
        var document = await documents.GetOpenApiDocumentAsync(cancel);
        return _made = new Made(versions, CallReader.Read(document), CallReader.Problem(document));
    }

    /// <summary>The items a value can be given for, the newest version's first.</summary>
    public IEnumerable<ItemDeclaration> Items => ApiDocument.ItemsOf(company);

    private sealed record Made(int Versions, IReadOnlyList<ApiGroup> Groups, IReadOnlyList<ApiField> Problem);
}
