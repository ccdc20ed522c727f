using Azukari.Company;
using Azukari.Company.Hosting;
using Azukari.Members.Holding;
using Azukari.Members.Upline;
using Azukari.Policy;
using Azukari.Vault;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Members;

/// <summary>Members for a command that may not need them: opened when the vault first asks.</summary>
internal sealed class LateMembers(CompanyCore company, TimeProvider clock) : IHeldItems, IFactSource, IAsyncDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private ServiceProvider? _services;

    public string Module => "members";

    public async ValueTask<IReadOnlyDictionary<SubjectId, IReadOnlyList<ModuleItem>>> ReadAsync(IReadOnlyCollection<SubjectId> subjects, IReadOnlyCollection<ItemId> items, CancellationToken ct) =>
        await (await OpenAsync(ct)).GetRequiredService<MemberItems>().ReadAsync(subjects, items, ct);

    public async Task ForgetAsync(IReadOnlyCollection<SubjectId> subjects, CancellationToken ct) =>
        await (await OpenAsync(ct)).GetRequiredService<MemberItems>().ForgetAsync(subjects, ct);

    public async Task<IReadOnlyList<ItemId>> ExpireAsync(SubjectId subject, IReadOnlyCollection<ItemId> items, CancellationToken ct) =>
        await (await OpenAsync(ct)).GetRequiredService<MemberItems>().ExpireAsync(subject, items, ct);

    public async ValueTask<FactAnswer> AskAsync(Condition condition, SubjectId? subject, IReadOnlyList<ItemId> items, AccessContext context, CancellationToken ct) =>
        condition is Condition.AncestorOfHigherRank or Condition.Attestation
            ? await (await OpenAsync(ct)).GetRequiredService<UplineFacts>().AskAsync(condition, subject, items, context, ct) : FactAnswer.Unknown;

    public async ValueTask DisposeAsync()
    {
        if (_services is { } services) await services.DisposeAsync();
        _one.Dispose();
    }

    private async Task<ServiceProvider> OpenAsync(CancellationToken ct)
    {
        if (_services is { } opened) return opened;
        await _one.WaitAsync(ct);
        try
        {
            if (_services is { } meanwhile) return meanwhile;
            var services = await CompanyStorage.OpenAsync(company, clock, more => more.AddMemberServices(), ct);
            try
            {
                await MembersModule.ForgetErasedAsync(services, ct);
                return _services = services;
            }
            catch
            {
                await services.DisposeAsync();
                throw;
            }
        }
        finally
        {
            _one.Release();
        }
    }
}
