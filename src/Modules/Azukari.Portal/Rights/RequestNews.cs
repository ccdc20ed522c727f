using Azukari.Members.Contracts;
using Azukari.Portal.Home;
using Azukari.Portal.Resources;
using Azukari.Requests.Contracts;
using Azukari.Ui.Components;
using Azukari.Ui.Language;
using Azukari.Vault;

namespace Azukari.Portal.Rights;

/// <summary>An answer to a request that came lately.</summary>
internal sealed class RequestNews(RequestBook requests, Text<PortalText> T, TimeProvider clock) : ITodoSource
{
    private static readonly TimeSpan Lately = TimeSpan.FromDays(14);

    public async Task<IReadOnlyList<Todo>> OfAsync(SubjectId member, Membership? membership, CancellationToken cancel)
    {
        var since = clock.GetUtcNow() - Lately;
        var answered = (await requests.OfAsync(member, 10, cancel)).Where(one => one is { State: not (RequestState.Open or RequestState.Withdrawn), AnsweredAt: { } at } && at > since);
        return [.. answered.Select(one => new Todo(Tone.Info, T["Requests.News"], T["Requests.NewsText", T[$"Requests.Kind.{one.Kind}"], DisplayDates.Moment(one.AnsweredAt!.Value)], "/my/rights", T["Requests.NewsDo"]))];
    }
}
