using Azukari.Company;
using Azukari.Company.Settings;
using Azukari.Console.Duties;
using Azukari.Console.Shell;
using Azukari.Console.SignIn;
using Azukari.Policy.Loading;
using Azukari.Ui.Access;
using Azukari.Vault;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Azukari.Console.Policies.Publishing;

/// <summary>The forms of publishing: a file to be looked at, and the publication itself.</summary>
internal static class PublishEndpoints
{
    // The file and the form around it.
    private const long LargestForm = PolicyLoader.MaximumBytes + (64 * 1024);

    public static void MapPublishing(this IEndpointRouteBuilder console)
    {
        console.MapPost("/policy/publish/upload", UploadAsync).WithMetadata(new NeedsDutyAttribute(Duty.Policy), new RequestSizeLimitAttribute(LargestForm));
        console.MapPost("/policy/publish/{sha256:regex(^[0-9a-f]{{64}}$)}", PublishAsync).WithMetadata(new NeedsDutyAttribute(Duty.Policy), new NeedsFreshProofAttribute());
    }

    private static async Task<IResult> UploadAsync(IFormFile? file, HttpContext http, PolicyCandidates candidates, CancellationToken cancel)
    {
        var page = ConsolePath.Here("/console/policy/publish");
        if (file is null || file.Length == 0) return Results.LocalRedirect(page + "?wrong=empty#upload");
        if (file.Length > PolicyLoader.MaximumBytes) return Results.LocalRedirect(page + "?wrong=large#upload");
        using var content = new MemoryStream((int)file.Length);
        await file.CopyToAsync(content, cancel);
        return Results.LocalRedirect($"{page}/{await candidates.KeepAsync(content.ToArray(), StaffScheme.LoginOf(http.User)!, cancel)}");
    }

    private static async Task<IResult> PublishAsync(
        string sha256, [FromForm] string? version, HttpContext http, CompanyCore company, PolicyCandidates candidates, CancellationToken cancel)
    {
        var page = ConsolePath.Here("/console/policy/publish");
        if (await candidates.LoadAsync(sha256, cancel) is not { Load.Document: { } document }) return Results.LocalRedirect($"{page}/{sha256}");
        // Typed again by hand: full-width digits are the same version.
        var typed = (version ?? "").Normalize(System.Text.NormalizationForm.FormKC).Trim();
        if (typed != document.Version.Value) return Results.LocalRedirect($"{page}/{sha256}?typed={Uri.EscapeDataString(typed.Length > 40 ? typed[..40] : typed)}#confirm");
        var by = new Accessor(StaffScheme.LoginOf(http.User)!);
        if (!Publishable(company, document)) return Results.LocalRedirect($"{page}/{sha256}");
        try
        {
            await company.Trust.Publications.PublishAsync(document, by, cancel);
            return Results.LocalRedirect($"{page}?done={document.Version}");
        }
        catch (Exception refused) when (refused is PolicyException or StrandedViewException)
        {
            return Results.LocalRedirect($"{page}/{sha256}"); // the page says why
        }
    }

    // Widenings nobody is told of are refused here as on the command line; the rest the vault refuses itself.
    private static bool Publishable(CompanyCore company, Azukari.Policy.Document.PolicyDocument document) =>
        !company.Trust.HasPolicy || !Azukari.Policy.Difference.PolicyDiff.Compare(company.Trust.Policies.InForce.Document, document).Undeclared.Any();
}
