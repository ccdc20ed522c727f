using Azukari.Members.Contracts;
using Azukari.Portal.Home;
using Azukari.Portal.Resources;
using Azukari.Ui.Components;
using Azukari.Ui.Language;
using Azukari.Vault;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Portal.Downline;

/// <summary>Reminds agents who have a line of the yearly training and pledge.</summary>
internal sealed class PledgeTodo(SponsorTree tree, MemberAttestations attestations, TimeProvider clock, IServiceScopeFactory scopes) : ITodoSource
{
    private static readonly TimeSpan Soon = TimeSpan.FromDays(30);

    public async Task<IReadOnlyList<Todo>> OfAsync(SubjectId member, Membership? membership, CancellationToken cancel)
    {
        if (!LineNow.MayOpen(membership) || tree.PlaceOf(member) is not { Below: > 0 }) return [];
        var until = await attestations.UntilAsync(member, cancel);
        if (until is { } end && end - clock.GetUtcNow() > Soon) return [];
        using var scope = scopes.CreateScope();
        var T = scope.ServiceProvider.GetRequiredService<Text<PortalText>>();
        return
        [
            until is { } ends
                ? new Todo(Tone.Info, T["Line.Todo.SoonTitle"], T["Line.Todo.SoonText", DisplayDates.Moment(ends)], PledgeEndpoints.Path, T["Line.Todo.Action"])
                : new Todo(Tone.Attention, T["Line.Todo.Title"], T["Line.Todo.Text"], PledgeEndpoints.Path, T["Line.Todo.Action"]),
        ];
    }
}
