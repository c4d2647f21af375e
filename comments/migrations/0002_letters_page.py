"""The letters page whole: threads, writers, complaints, bans, lists of words, rules, sealed
addresses and the log of all acts."""

import comments.models.writer
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0014_share_card'),
        ('comments', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Appeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(blank=True, max_length=500, verbose_name='words')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='received at')),
                ('due_at', models.DateTimeField(verbose_name='to be settled by')),
                ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='settled at')),
                ('outcome', models.CharField(blank=True, choices=[('', 'Not settled'), ('granted', 'Granted: the comment was approved'), ('denied', 'Denied: the comment stays rejected')], default='', max_length=10, verbose_name='outcome')),
                ('answer', models.CharField(blank=True, max_length=200, verbose_name='answer to the writer')),
            ],
            options={
                'verbose_name': 'appeal',
                'verbose_name_plural': 'appeals',
                'ordering': ['due_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Ban',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('network', models.CharField(blank=True, db_index=True, editable=False, max_length=64)),
                ('reason', models.CharField(max_length=200, verbose_name='reason')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='at')),
                ('expires_at', models.DateTimeField(blank=True, help_text='Left empty, the ban has no end.', null=True, verbose_name='until')),
                ('lifted_at', models.DateTimeField(blank=True, null=True, verbose_name='lifted at')),
            ],
            options={
                'verbose_name': 'ban',
                'verbose_name_plural': 'bans',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Disclosure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='at')),
                ('authority', models.CharField(max_length=120, verbose_name='authority')),
                ('request_number', models.CharField(max_length=120, verbose_name='number of the request')),
                ('reason', models.CharField(max_length=500, verbose_name='legal ground')),
                ('comments', models.JSONField(default=list, verbose_name='comments')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256 of the file')),
            ],
            options={
                'verbose_name': 'disclosure',
                'verbose_name_plural': 'disclosures',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='LettersRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('posting', models.CharField(blank=True, choices=[('open', 'Everybody, with a nickname'), ('signed_in', 'Only readers who signed in'), ('closed', 'Nobody')], max_length=10, verbose_name='who may write')),
                ('reviewing', models.CharField(blank=True, choices=[('before', 'Reviewed before it is shown'), ('after', 'Comments of trusted writers are shown at once and reviewed afterwards')], max_length=10, verbose_name='review')),
            ],
            options={
                'verbose_name': 'rule for letters',
                'verbose_name_plural': 'rules for letters',
            },
        ),
        migrations.CreateModel(
            name='LettersSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('posting', models.CharField(choices=[('open', 'Everybody, with a nickname'), ('signed_in', 'Only readers who signed in'), ('closed', 'Nobody')], default='open', max_length=10, verbose_name='who may write')),
                ('reviewing', models.CharField(choices=[('before', 'Reviewed before it is shown'), ('after', 'Comments of trusted writers are shown at once and reviewed afterwards')], default='before', max_length=10, verbose_name='review')),
                ('trusted_after', models.PositiveSmallIntegerField(default=10, help_text='So many approved comments, none rejected within 90 days, and a writer is trusted.', validators=[django.core.validators.MinValueValidator(1)], verbose_name='trusted after')),
                ('shows_region', models.BooleanField(default=False, help_text='The province or country a comment was sent from; never the address.', verbose_name='show regions')),
                ('most_links', models.PositiveSmallIntegerField(default=0, help_text='A comment with more addresses of pages than this is held.', verbose_name='links allowed')),
                ('proof_bits', models.PositiveSmallIntegerField(default=0, help_text='Bits that a browser has to find before it sends a comment, against programs: 0 asks for none, 14 costs a phone about a second. Where a browser cannot, it is held.', validators=[django.core.validators.MaxValueValidator(22)], verbose_name='proof of work')),
                ('report_hours', models.PositiveSmallIntegerField(default=24, validators=[django.core.validators.MinValueValidator(1)], verbose_name='hours to settle a report')),
                ('appeal_hours', models.PositiveSmallIntegerField(default=72, validators=[django.core.validators.MinValueValidator(1)], verbose_name='hours to settle an appeal')),
                ('keep_days', models.PositiveSmallIntegerField(default=180, help_text='Addresses are sealed, and removed after this; the law asks for six months.', validators=[django.core.validators.MinValueValidator(1)], verbose_name='days that addresses are kept')),
                ('phrases_changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'verbose_name': 'letters page settings',
                'verbose_name_plural': 'letters page settings',
            },
        ),
        migrations.CreateModel(
            name='Like',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'like',
                'verbose_name_plural': 'likes',
            },
        ),
        migrations.CreateModel(
            name='Phrase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(max_length=60, verbose_name='words')),
                ('key', models.CharField(editable=False, max_length=200)),
                ('kind', models.CharField(choices=[('banned', 'Banned'), ('suspect', 'Suspect'), ('allowed', 'Allowed')], default='suspect', max_length=10, verbose_name='list')),
                ('category', models.CharField(blank=True, max_length=30, verbose_name='category')),
                ('level', models.PositiveSmallIntegerField(choices=[(1, 'Low'), (2, 'Middle'), (3, 'High')], default=2, verbose_name='level')),
                ('by_sound', models.BooleanField(default=False, help_text='Also finds other characters, or pinyin, that sound the same.', verbose_name='by sound too')),
                ('expires_on', models.DateField(blank=True, help_text='The last day; left empty, for good.', null=True, verbose_name='until')),
                ('note', models.CharField(blank=True, max_length=120, verbose_name='note')),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='changed at')),
            ],
            options={
                'verbose_name': 'phrase',
                'verbose_name_plural': 'lists of words',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(blank=True, max_length=500, verbose_name='words')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='received at')),
                ('due_at', models.DateTimeField(verbose_name='to be settled by')),
                ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='settled at')),
                ('reason', models.CharField(choices=[('abuse', 'Insult or attack'), ('privacy', 'Somebody’s private details'), ('false', 'False information'), ('advertising', 'Advertising or fraud'), ('unlawful', 'Against the law'), ('other', 'Something else')], max_length=16, verbose_name='reason')),
                ('outcome', models.CharField(blank=True, choices=[('', 'Not settled'), ('upheld', 'Upheld: the comment was rejected'), ('dismissed', 'Dismissed: the comment stays')], default='', max_length=10, verbose_name='outcome')),
            ],
            options={
                'verbose_name': 'report',
                'verbose_name_plural': 'reports',
                'ordering': ['due_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='letters_tally', serialize=False, to='articles.article')),
                ('shown', models.PositiveIntegerField(default=0)),
                ('threads', models.PositiveIntegerField(default=0)),
            ],
            options={
                'verbose_name': 'tally',
                'verbose_name_plural': 'tallies',
            },
        ),
        migrations.CreateModel(
            name='Whereabouts',
            fields=[
                ('comment', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='whereabouts', serialize=False, to='comments.comment')),
                ('sealed', models.TextField(editable=False)),
                ('network', models.CharField(editable=False, max_length=64)),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'verbose_name': 'whereabouts of a comment',
                'verbose_name_plural': 'whereabouts of comments',
            },
        ),
        migrations.CreateModel(
            name='Writer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=comments.models.writer.new_key, editable=False, max_length=32, unique=True)),
                ('subject', models.CharField(blank=True, help_text='What the paper’s app calls this reader; empty for one who only wrote.', max_length=120, null=True, unique=True, verbose_name='account')),
                ('name', models.CharField(blank=True, max_length=40, verbose_name='nickname')),
                ('trust', models.CharField(choices=[('earned', 'By what was approved'), ('trusted', 'Trusted'), ('watched', 'Watched')], default='earned', max_length=10, verbose_name='trust')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='wrote first')),
            ],
            options={
                'verbose_name': 'writer',
                'verbose_name_plural': 'writers',
                'ordering': ['-id'],
            },
        ),
        migrations.AlterModelOptions(
            name='comment',
            options={'permissions': [('moderate_comment', 'Can approve and reject comments'), ('disclose_comment', 'Can see from where a comment was sent, and hand it over')], 'verbose_name': 'comment', 'verbose_name_plural': 'comments'},
        ),
        migrations.RemoveConstraint(
            model_name='comment',
            name='comment_decision_has_who_and_when',
        ),
        migrations.RemoveConstraint(
            model_name='decision',
            name='decision_changes_the_state',
        ),
        migrations.RemoveIndex(
            model_name='comment',
            name='comment_hottest',
        ),
        migrations.RemoveIndex(
            model_name='comment',
            name='comment_newest',
        ),
        migrations.AddField(
            model_name='comment',
            name='answers',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='comments.comment', verbose_name='answer that it answers'),
        ),
        migrations.AddField(
            model_name='comment',
            name='findings',
            field=models.JSONField(blank=True, default=list, editable=False, verbose_name='findings'),
        ),
        migrations.AddField(
            model_name='comment',
            name='is_orphaned',
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name='comment',
            name='is_picked',
            field=models.BooleanField(default=False, verbose_name='staff pick'),
        ),
        migrations.AddField(
            model_name='comment',
            name='level',
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name='comment',
            name='parent',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='comments.comment', verbose_name='comment that it answers'),
        ),
        migrations.AddField(
            model_name='comment',
            name='region',
            field=models.CharField(blank=True, max_length=20, verbose_name='region'),
        ),
        migrations.AddField(
            model_name='comment',
            name='replies_shown',
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name='comment',
            name='score',
            field=models.BigIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name='comment',
            name='words_key',
            field=models.CharField(default='', editable=False, max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='decision',
            name='batch',
            field=models.UUIDField(db_index=True, default=uuid.uuid4, editable=False),
        ),
        migrations.AddField(
            model_name='decision',
            name='verb',
            field=models.CharField(choices=[('approve', 'Approve'), ('reject', 'Reject'), ('undo', 'Undo'), ('pick', 'Pick'), ('unpick', 'Unpick'), ('dismiss', 'Dismiss reports'), ('deny', 'Deny an appeal'), ('trust', 'Set the trust'), ('ban', 'Ban'), ('lift', 'Lift a ban'), ('view_address', 'View an address'), ('disclose', 'Hand over to an authority'), ('list', 'Change the lists of words'), ('rules', 'Change the rules')], default='approve', max_length=16, verbose_name='act'),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name='comment',
            name='state',
            field=models.CharField(choices=[('waiting', 'Waiting for review'), ('ahead', 'Shown, to be reviewed'), ('approved', 'Approved'), ('rejected', 'Rejected')], default='waiting', max_length=10, verbose_name='state'),
        ),
        migrations.AlterField(
            model_name='decision',
            name='after',
            field=models.CharField(blank=True, choices=[('waiting', 'Waiting for review'), ('ahead', 'Shown, to be reviewed'), ('approved', 'Approved'), ('rejected', 'Rejected')], max_length=10, verbose_name='after'),
        ),
        migrations.AlterField(
            model_name='decision',
            name='before',
            field=models.CharField(blank=True, choices=[('waiting', 'Waiting for review'), ('ahead', 'Shown, to be reviewed'), ('approved', 'Approved'), ('rejected', 'Rejected')], max_length=10, verbose_name='before'),
        ),
        migrations.AlterField(
            model_name='decision',
            name='comment',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='comments.comment', verbose_name='comment'),
        ),
        migrations.AddField(
            model_name='appeal',
            name='comment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appeals', to='comments.comment', verbose_name='comment'),
        ),
        migrations.AddField(
            model_name='appeal',
            name='decision',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='appeal', to='comments.decision', verbose_name='decision'),
        ),
        migrations.AddField(
            model_name='appeal',
            name='settled_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='settled by'),
        ),
        migrations.AddField(
            model_name='ban',
            name='because_of',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='comments.comment', verbose_name='because of'),
        ),
        migrations.AddField(
            model_name='ban',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='ban',
            name='lifted_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='lifted by'),
        ),
        migrations.AddField(
            model_name='disclosure',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='lettersrule',
            name='article',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='letters_rule', to='articles.article', verbose_name='story'),
        ),
        migrations.AddField(
            model_name='lettersrule',
            name='section',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='letters_rule', to='articles.section', verbose_name='section'),
        ),
        migrations.AddConstraint(
            model_name='letterssettings',
            constraint=models.CheckConstraint(condition=models.Q(('pk', 1)), name='letters_settings_are_one_row'),
        ),
        migrations.AddField(
            model_name='like',
            name='comment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='liked', to='comments.comment'),
        ),
        migrations.AddField(
            model_name='phrase',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='report',
            name='comment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='comments.comment', verbose_name='comment'),
        ),
        migrations.AddField(
            model_name='report',
            name='settled_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='settled by'),
        ),
        migrations.AddIndex(
            model_name='whereabouts',
            index=models.Index(fields=['at'], name='whereabouts_by_age'),
        ),
        migrations.AddIndex(
            model_name='whereabouts',
            index=models.Index(fields=['network', '-comment'], name='whereabouts_by_network'),
        ),
        migrations.AddConstraint(
            model_name='writer',
            constraint=models.CheckConstraint(condition=models.Q(('trust__in', ['earned', 'trusted', 'watched'])), name='writer_trust_known'),
        ),
        migrations.AddConstraint(
            model_name='writer',
            constraint=models.CheckConstraint(condition=models.Q(('subject', ''), _negated=True), name='writer_subject_is_a_name'),
        ),
        migrations.AddField(
            model_name='like',
            name='writer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='comments.writer'),
        ),
        migrations.AddField(
            model_name='ban',
            name='writer',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bans', to='comments.writer', verbose_name='writer'),
        ),
        migrations.AddField(
            model_name='comment',
            name='writer',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='comments.writer', verbose_name='writer'),
        ),
        migrations.AddField(
            model_name='decision',
            name='writer',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='comments.writer', verbose_name='writer'),
        ),
        migrations.AddField(
            model_name='comment',
            name='visible',
            field=models.GeneratedField(db_persist=True, expression=models.Case(models.When(models.Q(('is_orphaned', False), ('state__in', ['ahead', 'approved'])), then=models.Value(True)), default=models.Value(False)), output_field=models.BooleanField()),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('parent', None), ('visible', True)), fields=['article', '-is_picked', '-score', '-ranked_at', '-id'], name='comment_hottest'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('visible', True)), fields=['article', 'parent', '-ranked_at', '-id'], name='comment_newest'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('parent__isnull', False)), fields=['parent', 'ranked_at', 'id'], name='comment_replies'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('visible', True)), fields=['article', '-ranked_at', '-id'], name='comment_of_story'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('state__in', ['ahead', 'waiting'])), fields=['-level', 'id'], name='comment_gravest'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(fields=['writer', '-id'], name='comment_by_writer'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(fields=['words_key', '-id'], name='comment_same_words'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('state__in', ['ahead', 'waiting'])), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('state__in', ['approved', 'rejected'])), _connector='OR'), name='comment_decision_has_who_and_when'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answers', None), ('is_orphaned', False), ('parent', None)), models.Q(('is_picked', False), ('parent__isnull', False)), _connector='OR'), name='comment_threads_have_one_level'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('verb__in', ['approve', 'reject', 'undo', 'pick', 'unpick', 'dismiss', 'deny', 'trust', 'ban', 'lift', 'view_address', 'disclose', 'list', 'rules'])), name='decision_act_is_known'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('verb__in', ['approve', 'reject', 'undo']), _negated=True), models.Q(('after__in', ['waiting', 'ahead', 'approved', 'rejected']), ('before__in', ['waiting', 'ahead', 'approved', 'rejected']), ('comment__isnull', False), models.Q(('before', models.F('after')), _negated=True)), _connector='OR'), name='decision_changes_the_state'),
        ),
        migrations.AddIndex(
            model_name='appeal',
            index=models.Index(condition=models.Q(('outcome', '')), fields=['due_at', 'id'], name='appeal_is_open'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', ''), ('settled_at', None), ('settled_by', None)), models.Q(models.Q(('outcome', ''), _negated=True), ('settled_at__isnull', False), ('settled_by__isnull', False)), _connector='OR'), name='appeal_is_settled_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='appeal_says_something'),
        ),
        migrations.AddConstraint(
            model_name='lettersrule',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('article', None), ('section__isnull', False)), models.Q(('article__isnull', False), ('section', None)), _connector='OR'), name='letters_rule_is_for_one'),
        ),
        migrations.AddConstraint(
            model_name='phrase',
            constraint=models.UniqueConstraint(fields=('key', 'kind'), name='phrase_stands_once_in_a_list'),
        ),
        migrations.AddConstraint(
            model_name='phrase',
            constraint=models.CheckConstraint(condition=models.Q(('key', ''), _negated=True), name='phrase_has_letters'),
        ),
        migrations.AddConstraint(
            model_name='phrase',
            constraint=models.CheckConstraint(condition=models.Q(('level__in', [1, 2, 3])), name='phrase_level_is_known'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(condition=models.Q(('outcome', '')), fields=['due_at', 'id'], name='report_is_open'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', ''), ('settled_at', None), ('settled_by', None)), models.Q(models.Q(('outcome', ''), _negated=True), ('settled_at__isnull', False), ('settled_by__isnull', False)), _connector='OR'), name='report_is_settled_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='like',
            constraint=models.UniqueConstraint(fields=('comment', 'writer'), name='like_is_given_once'),
        ),
        migrations.AddConstraint(
            model_name='ban',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('network', ''), ('writer__isnull', False)), models.Q(('writer', None), models.Q(('network', ''), _negated=True)), _connector='OR'), name='ban_is_of_a_writer_or_a_network'),
        ),
        migrations.AddConstraint(
            model_name='ban',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('lifted_at', None), ('lifted_by', None)), models.Q(('lifted_at__isnull', False), ('lifted_by__isnull', False)), _connector='OR'), name='ban_is_lifted_by_somebody'),
        ),
    ]
