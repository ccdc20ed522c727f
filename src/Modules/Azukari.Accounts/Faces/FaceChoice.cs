using Azukari.Ui.Language;
using Microsoft.AspNetCore.Http;

namespace Azukari.Accounts.Faces;

/// <summary>The two faces, for components that serve both.</summary>
internal sealed class FaceChoice(MemberFace members, StaffFace staff)
{
    public Face Of(bool isStaff) => isStaff ? staff : members;

    /// <summary>The face a request's path belongs to.</summary>
    public Face Of(HttpContext http) => Of(new PathString(PageLanguage.Strip(http.Request.Path.Value?.ToLowerInvariant() ?? "/")).StartsWithSegments("/console"));
}
